package instant

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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

// digest identifies an application by service, applicant and form: identical submissions have the
// same.
func digest(service, applicant string, form []byte) string {
	h := sha256.New()
	for _, part := range [][]byte{[]byte(service), []byte(applicant), form} {
		fmt.Fprintf(h, "%d:", len(part))
		h.Write(part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// NewNumber returns a new number for something that happens at that time; it sorts by time and
// contains no personal data.
func (e *Engine) NewNumber(at time.Time) (string, error) {
	serial, err := decision.NewSerial(e.Random)
	return applicationNumber(at, serial), err
}

// number sets the application's number.
func (e *Engine) number(a *Application) error {
	serial, err := decision.NewSerial(e.Random)
	if err != nil {
		return err
	}
	a.Serial, a.Number = serial, applicationNumber(a.Received, serial)
	return nil
}
