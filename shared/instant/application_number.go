package instant

import (
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/decision"
)

// applicationNumber returns a number that sorts by time (Asia/Shanghai) and contains no personal
// data: 20261124-093012-7K3M9Q2X, with an ISO 7064 check character at the end.
func applicationNumber(at time.Time, serial decision.Serial) string {
	body := at.In(calendar.Zone).Format("20060102150405") + serial.Text(7, decision.Crockford)
	check := certificate.CheckCharacter(body)
	return body[:8] + "-" + body[8:14] + "-" + body[14:] + string(check)
}
