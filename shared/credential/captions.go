package credential

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"miaoban/shared/calendar"
	"miaoban/shared/lang"
)

// captionsFile has the English of the titles and captions of certificates, a line each: a printed code has the Chinese
// alone, to be small.
//
//go:embed captions.tsv
var captionsFile string

var captions = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(captionsFile) {
		if zh, en, found := strings.Cut(strings.TrimSpace(line), "\t"); found {
			all[zh] = en
		}
	}
	return all
})

// caption returns the text with its English, if that is known.
func caption(zh string) lang.Text {
	if en, known := captions()[zh]; known {
		return lang.T(zh, en)
	}
	if found := fromMonth.FindStringSubmatch(zh); found != nil { // of an amount that changes later
		return lang.F("%s起", "From %s", calendar.MonthOf(fmt.Sprintf("%s-%02s", found[1], found[2])))
	}
	return lang.T(zh, zh)
}

var fromMonth = regexp.MustCompile(`^(\d{4})年(\d{1,2})月起$`)

// Named returns the certificate's title for people.
func (c Content) Named() lang.Text { return caption(c.Title) }
