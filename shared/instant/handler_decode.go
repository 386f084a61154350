package instant

import (
	"reflect"

	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/problem"
)

// read decodes and validates a body. All faults are returned in one problem.
func (h *handler[F]) read(r *httpapi.Request) (F, error) {
	body, mediaType, err := r.Body()
	if err == nil && mediaType == form.PostType {
		body, err = form.Without(body, keeperField)
	}
	if err != nil {
		var none F
		return none, err
	}
	return h.decode(body, mediaType)
}

func (h *handler[F]) decode(body []byte, mediaType string) (F, error) {
	var filled F
	faults, err := form.Decode(body, mediaType, h.fields, reflect.ValueOf(&filled).Elem())
	if err != nil {
		return filled, err
	}
	invalid, err := form.Validate(h.validator, &filled, h.fields)
	if err != nil {
		return filled, err
	}
	if faults = append(faults, form.NotYetNamed(faults, invalid)...); len(faults) > 0 {
		p := problem.New("invalid-form", problem.Faults(len(faults)))
		p.Errors = faults
		return filled, p
	}
	return filled, nil
}
