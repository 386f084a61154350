// Command festivals writes the festivals of the lunar calendar, from which the statutory holidays of a year
// follow before its days off are arranged. A test compares them with a second library.
//
//	go run ./local/festivals
package main

import (
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/6tail/lunar-go/calendar"
)

// file is the embedded file of shared/calendar; years are the years that both libraries compute.
const (
	file        = "shared/calendar/festivals.txt"
	first, last = 2025, 2099
)

func main() {
	log.SetFlags(0)
	if err := os.WriteFile(file, write(), 0o644); err != nil {
		log.Fatal(err)
	}
}

// write returns a line for each year: the first day of the lunar year, Qingming, Dragon Boat, Mid-Autumn.
func write() []byte {
	var text strings.Builder
	text.WriteString("# Year, first day of the lunar year, Qingming, Dragon Boat, Mid-Autumn; by `go run ./local/festivals`.\n")
	for year := first; year <= last; year++ {
		fmt.Fprint(&text, year)
		for _, day := range []*calendar.Solar{
			calendar.NewLunarFromYmd(year, 1, 1).GetSolar(),
			calendar.NewLunarFromYmd(year, 3, 1).GetJieQiTable()["清明"],
			calendar.NewLunarFromYmd(year, 5, 5).GetSolar(),
			calendar.NewLunarFromYmd(year, 8, 15).GetSolar(),
		} {
			fmt.Fprintf(&text, " %02d-%02d", day.GetMonth(), day.GetDay())
		}
		text.WriteByte('\n')
	}
	return []byte(text.String())
}
