// Package functions lists all services of the project.
package functions

import (
	"miaoban/functions/services/birth"
	"miaoban/functions/services/birthregistration"
	"miaoban/functions/services/childcaresubsidy"
	"miaoban/functions/services/childinsurance"
	"miaoban/functions/services/disabilityallowance"
	"miaoban/functions/services/elderlyallowance"
	"miaoban/functions/services/employerinsurance"
	"miaoban/functions/services/flexiblesubsidy"
	"miaoban/functions/services/foodstall"
	"miaoban/functions/services/graduatesettlement"
	"miaoban/functions/services/householdentry"
	"miaoban/functions/services/housingfundrent"
	"miaoban/functions/services/pointsredemption"
	"miaoban/functions/services/remotemedical"
	"miaoban/functions/services/residencepermit"
	"miaoban/functions/services/residentpension"
	"miaoban/functions/services/ridehailing"
	"miaoban/functions/services/sealrecord"
	"miaoban/functions/services/seniorcard"
	"miaoban/functions/services/socialcard"
	"miaoban/functions/services/soletrader"
	"miaoban/functions/services/soletraderchange"
	"miaoban/functions/services/startup"
	"miaoban/functions/services/talentsubsidy"
	"miaoban/functions/services/taxregistration"
	"miaoban/functions/services/unemploymentbenefit"
	"miaoban/shared/instant"
)

// Services returns all services in the order in which the portal shows them. A new service is added
// here and nowhere else.
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
		childcaresubsidy.Service(),
	}
}
