// Package qr encodes texts as QR codes (ISO/IEC 18004) for pages and PDFs.
package qr

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// Code is a QR code with Size modules on each side, without the quiet zone.
type Code struct {
	Size int
	dark []bool
}

// Quiet is the width of the quiet zone around a code, in modules.
const Quiet = 4

// Encode returns the QR code of the text with error correction level M, which tolerates damage of
// up to 15 %.
func Encode(text string) (Code, error) {
	image, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		return Code{}, fmt.Errorf("qr: %w", err)
	}
	size := image.Bounds().Dx()
	c := Code{size, make([]bool, size*size)}
	for y := range size {
		for x := range size {
			c.dark[y*size+x] = color.GrayModel.Convert(image.At(x, y)) == color.Gray{}
		}
	}
	return c, nil
}

// Run is a row of adjacent dark modules.
type Run struct{ X, Y, Length int }

// Runs returns the dark modules, row by row.
func (c Code) Runs() []Run {
	var runs []Run
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			first := x
			for x < c.Size && c.dark[y*c.Size+x] {
				x++
			}
			if x > first {
				runs = append(runs, Run{first, y, x - first})
			}
		}
	}
	return runs
}

// Path is the code as an SVG path in units of modules.
func (c Code) Path() string {
	var path strings.Builder
	for _, r := range c.Runs() {
		fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", r.X+Quiet, r.Y+Quiet, r.Length, r.Length)
	}
	return path.String()
}

// Side is the length of a side with the quiet zone, in modules.
func (c Code) Side() int { return c.Size + 2*Quiet }
