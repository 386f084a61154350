package division

import (
	"slices"
	"strings"
	"unicode"
)

// Streets returns the streets and towns in the region whose name fits the text, in Chinese or in pinyin: a name in
// full, a part of it (桂城, 桂, guicheng, gui cheng), or a text with such a name in it (南海桂城千灯湖). If one has the name
// in full or by itself, those with it as a part are not returned.
func Streets(region, text string) []Division {
	text = letters(text)
	if text == "" {
		return nil
	}
	const whole, short, part, none = 0, 1, 2, 3
	best := none
	var found []Division
	for _, street := range streets(region) {
		fit := none
		district, _ := Find(Parent(street.Code))
		for _, name := range []struct{ whole, short, district string }{
			{street.Name.ZH, shortName(street.Name.ZH), shortName(district.Name.ZH)},
			{letters(street.Name.EN), letters(shortEnglish(street.Name.EN)), letters(district.Name.EN)},
		} {
			switch {
			case text == name.whole, strings.HasSuffix(text, name.whole) && strings.Contains(text, name.district):
				fit = min(fit, whole)
			case text == name.short:
				fit = min(fit, short)
			case strings.Contains(name.whole, text), len(name.short) > len("镇") && strings.Contains(text, name.short):
				fit = min(fit, part)
			}
		}
		if fit < best {
			best, found = fit, nil
		}
		if fit == best && fit < none {
			found = append(found, street)
		}
	}
	return found
}

// streets returns the streets and towns in the region.
func streets(region string) []Division {
	if d, known := Find(region); known && len(region) == 9 {
		return []Division{d}
	}
	var all []Division
	for _, d := range Children(region) {
		all = append(all, streets(d.Code)...)
	}
	return slices.Clip(all)
}

// shortName is the name without what kind of division it is: 桂城, 九江, 南海.
func shortName(name string) string {
	for _, kind := range []string{"街道", "镇", "区", "县", "市"} {
		if short, is := strings.CutSuffix(name, kind); is && short != "" {
			return short
		}
	}
	return name
}

func shortEnglish(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, " Subdistrict"), " Town")
}

// letters is the text in small letters, with nothing between them.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("'’,，-", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}
