package pdf

import (
	"math"
	"strings"

	"github.com/tdewolff/canvas"
)

// seal draws the issuer's round seal at the lower right: the name around a star.
func (s *sheet) seal(issuer string) {
	const radius = 20.0
	x, y := width-margin-radius-4, 68.0
	s.SetFillColor(canvas.Transparent)
	s.SetStrokeColor(red)
	s.SetStrokeWidth(1)
	s.DrawPath(x, y, canvas.Circle(radius))
	s.SetStrokeColor(canvas.Transparent)
	s.SetFillColor(red)
	s.DrawPath(x, y, canvas.StarPolygon(5, 6, 2.3, true))
	s.text(x, y-13, "电子证照专用章", 9, red, canvas.Center)

	name, _, _ := strings.Cut(s.drawable(issuer), "（")
	runes := []rune(name)
	// The characters cover at most three quarters of the circle; long names are set closer.
	step := math.Min(24, 250/float64(len(runes)))
	face := s.family.Face(math.Min(13, step*0.62), red)
	for i, r := range runes {
		angle := 90 + step*(float64(len(runes)-1)/2-float64(i))
		s.Push()
		s.Translate(x, y)
		s.Rotate(angle - 90)
		s.DrawText(0, radius-6, canvas.NewTextLine(face, string(r), canvas.Center))
		s.Pop()
	}
}
