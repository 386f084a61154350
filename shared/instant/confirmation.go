package instant

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// confirmation returns a digest of what was shown and of the record's version, by which the client
// confirms it.
func confirmation(shown any, version int64) (string, error) {
	body, err := json.Marshal(shown)
	if err != nil {
		return "", fmt.Errorf("encoding the confirmation: %w", err)
	}
	sum := sha256.Sum256(fmt.Appendf(body, "#%d", version))
	return hex.EncodeToString(sum[:8]), nil
}

// confirmed returns a problem unless the confirmation sent is the one for the current state.
func confirmed(sent, now, number, what string) error {
	switch sent {
	case now:
		return nil
	case "":
		detail := lang.F("请先阅读 /applications/%s/%s 的说明，再连同其中的 confirm 提交。",
			"Read GET /applications/%s/%s first, and send its “confirm” value.", number, what)
		p := problem.New("confirmation-required", detail)
		p.Application = number
		p.Errors = []problem.FieldError{{Pointer: "/confirm", Code: "required", Detail: detail}}
		return p
	default:
		return movedOn(number)
	}
}

func movedOn(number string) *problem.Problem {
	p := problem.New("moved-on", lang.T("情况在您阅读之后有了变化，什么也没有改动；请再看一遍，再确认。",
		"Something has changed since you read this, and nothing was done. Please read it again and confirm."))
	p.Application = number
	return p
}
