// Package qr makes QR codes (ISO/IEC 18004) of texts, as pages and papers show them.
package qr

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// Code is a QR code: Size modules a side, without the quiet zone around it.
type Code struct {
	Size int
	dark []bool
}

// Quiet is how many light modules there must be around a code.
const Quiet = 4

// Encode makes the code of the text, with error correction M: a seventh of it may be
// unreadable.
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

// Run is dark modules side by side.
type Run struct{ X, Y, Length int }

// Runs are the dark modules, line by line.
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

// Path is the code as the path of an SVG whose unit is a module.
func (c Code) Path() string {
	var path strings.Builder
	for _, r := range c.Runs() {
		fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", r.X+Quiet, r.Y+Quiet, r.Length, r.Length)
	}
	return path.String()
}

// Side is the side of the code with its quiet zone, in modules.
func (c Code) Side() int { return c.Size + 2*Quiet }
