package sealrecord

import (
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form asks which seals are wanted. The business is read from shared data.
type Form struct {
	Seals Seals `json:"seals" validate:"required,min=1,max=4,unique,choice" zh:"刻制的印章" en:"Seals to be made"`
}

// Seals are the kinds of seals.
type Seals []string

// Options returns the choices of the field.
func (Seals) Options() []form.Option {
	return []form.Option{
		{Value: "official", Label: lang.T("公章", "Official seal")},
		{Value: "finance", Label: lang.T("财务专用章", "Seal for finance")},
		{Value: "contract", Label: lang.T("合同专用章", "Seal for contracts")},
		{Value: "invoice", Label: lang.T("发票专用章", "Seal for invoices")},
	}
}
