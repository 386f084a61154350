package delivery

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"miaoban/shared/fact"
	"miaoban/shared/form"
)

// mostTitles is how many rows are read to find the header, which titles may stand above.
const mostTitles = 20

var errOfHeader = errors.New("the file's first rows are no table in its encoding")

func noHeader(err error) error { return fmt.Errorf("the file has no header: %w", err) }

// titles are rows that are no header. The most likely of them says what the header lacks.
type titles struct {
	rows   int
	number int // of the most likely row
	fields int // that it has
	roles  []role
	heads  []string
}

// see looks at a row that has no key; cut is set if the layout has its columns.
func (t *titles) see(l *layout, number int, cut bool) {
	t.rows++
	if !cut {
		return
	}
	fields := 0
	for _, r := range l.roles {
		if _, isField := l.columns[string(r)]; isField || r == ofAsOf || r == ofWithdrawn || r == ofVerified {
			fields++
		}
	}
	if t.roles == nil || fields > t.fields || fields == t.fields && number == t.number && len(l.roles) > len(t.roles) {
		t.number, t.fields, t.roles, t.heads = number, fields, l.roles, l.heads
	}
}

// likeKeys are in the captions of columns with numbers.
var likeKeys = []string{"身份证", "证件", "信用代码", "账号", "卡号", "编号", "号码", "代码", "单元号", "number", "code", "id"}

// noKey says that no row is a header, what the most likely one has, and what to do.
func (t *titles) noKey(l *layout) error {
	name := columnKey
	if l.key != "" {
		name = l.key
	}
	var has []string
	candidate := ""
	for i, head := range t.heads {
		if text := shown(head); text != "" {
			has = append(has, fmt.Sprintf("%q", text))
		}
		for _, like := range likeKeys {
			if _, isField := l.columns[string(t.roles[i])]; candidate == "" && !isField && strings.Contains(caption(head), like) {
				candidate = shown(head)
			}
		}
	}
	advice := "name the column with " + keysOf[l.dataset.Key] + " “key”, or say its caption with -key"
	switch {
	case l.key != "":
		advice = "-key must say the caption as the file has it"
	case candidate != "":
		advice += ", perhaps -key " + candidate
	}
	if t.fields == 0 {
		advice += "; the other columns are " + l.known()
	}
	return fmt.Errorf("the header has no column %q: row %d has %s: %s（表头没有“%s”列）", name, t.number, strings.Join(has, ", "), advice, name)
}

// keysOf say what the keys of datasets are.
var keysOf = map[fact.KeyKind]string{
	fact.ByPerson: "the ID number", fact.ByChild: "the child's ID number", fact.ByPair: "the two ID numbers",
	fact.ByBusiness: "the unified social credit code", fact.ByAccount: "the number of the account", fact.ByProperty: "the unit number",
	fact.ByCertificate: "the number of the birth certificate", fact.ByDivision: "the code of the street or town", fact.ByName: "the name",
}

// shown is a caption for a message; a row that is no header may have numbers of people.
func shown(head string) string {
	head = strings.Join(strings.Fields(form.Trim(head)), " ")
	count := 0
	for _, c := range head {
		if unicode.IsDigit(c) {
			count++
		}
	}
	if runes := []rune(head); count > 5 {
		return "…"
	} else if len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return head
}
