// Package functions lists the services of the house.
package functions

import (
	"miaoban/functions/birth"
	"miaoban/functions/birthregistration"
	"miaoban/functions/childinsurance"
	"miaoban/functions/disabilityallowance"
	"miaoban/functions/elderlyallowance"
	"miaoban/functions/employerinsurance"
	"miaoban/functions/flexiblesubsidy"
	"miaoban/functions/foodstall"
	"miaoban/functions/graduatesettlement"
	"miaoban/functions/householdentry"
	"miaoban/functions/housingfundrent"
	"miaoban/functions/pointsredemption"
	"miaoban/functions/remotemedical"
	"miaoban/functions/residencepermit"
	"miaoban/functions/residentpension"
	"miaoban/functions/ridehailing"
	"miaoban/functions/sealrecord"
	"miaoban/functions/seniorcard"
	"miaoban/functions/socialcard"
	"miaoban/functions/soletrader"
	"miaoban/functions/soletraderchange"
	"miaoban/functions/startup"
	"miaoban/functions/talentsubsidy"
	"miaoban/functions/taxregistration"
	"miaoban/functions/unemploymentbenefit"
	"miaoban/shared/instant"
)

// Services are all services, in the order in which the portal shows them: the one
// place that lists them.
func Services() []instant.Offering {
	return []instant.Offering{
		elderlyallowance.Service(),
		soletrader.Service(),
		residencepermit.Service(),
		seniorcard.Service(),
		disabilityallowance.Service(),
		birthregistration.Service(),
		householdentry.Service(),
		childinsurance.Service(),
		socialcard.Service(),
		birth.Service(),
		ridehailing.Service(),
		graduatesettlement.Service(),
		talentsubsidy.Service(),
		unemploymentbenefit.Service(),
		flexiblesubsidy.Service(),
		housingfundrent.Service(),
		remotemedical.Service(),
		soletraderchange.Service(),
		foodstall.Service(),
		sealrecord.Service(),
		taxregistration.Service(),
		employerinsurance.Service(),
		startup.Service(),
		residentpension.Service(),
		pointsredemption.Service(),
	}
}
