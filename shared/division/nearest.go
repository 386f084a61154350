package division

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"
)

//go:embed seats.tsv
var seatTable string

type seat struct {
	code                string
	latitude, longitude float64
}

var seats = sync.OnceValue(func() []seat {
	var list []seat
	for line := range strings.Lines(seatTable) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(fields) != 3 {
			continue
		}
		latitude, err1 := strconv.ParseFloat(fields[1], 64)
		longitude, err2 := strconv.ParseFloat(fields[2], 64)
		if err1 == nil && err2 == nil {
			list = append(list, seat{fields[0], latitude, longitude})
		}
	}
	return list
})

// reach is the maximum distance to the nearest seat, in kilometres; farther places are in none of
// the known streets.
const reach = 30

// Nearest returns the code of the street or town whose seat is nearest to the place (WGS 84 degrees), and how far
// away the seat is in kilometres; "" if none is within 30 km.
func Nearest(latitude, longitude float64) (code string, away float64) {
	nearest, least := "", float64(reach)
	for _, s := range seats() {
		// At this distance the earth can be treated as flat.
		north := (latitude - s.latitude) * 111.2
		east := (longitude - s.longitude) * 111.2 * math.Cos(latitude*math.Pi/180)
		if away := math.Hypot(north, east); away < least {
			nearest, least = s.code, away
		}
	}
	return nearest, least
}
