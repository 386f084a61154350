package pdf

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"image/color"
	"io"
	"strings"
	"sync"
	"unicode/utf16"

	"github.com/tdewolff/canvas"
	"github.com/tdewolff/canvas/renderers/pdf"

	"miaoban/shared/certificate"
	"miaoban/shared/lang"
	"miaoban/shared/qr"
)

// compressed is the font LXGW WenKai (font/OFL.txt): a Kai typeface, as used in Chinese documents,
// with the rare characters of names.
//
//go:embed font/LXGWWenKai-Regular.ttf.gz
var compressed []byte

// wenkai is the font, read when the first sheet is made.
var wenkai = sync.OnceValues(func() (*canvas.FontFamily, error) {
	r, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return nil, fmt.Errorf("pdf: reading the font: %w", err)
	}
	file, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("pdf: reading the font: %w", err)
	}
	family := canvas.NewFontFamily("WenKai")
	if err := family.LoadFont(file, 0, canvas.FontRegular); err != nil {
		return nil, fmt.Errorf("pdf: reading the font: %w", err)
	}
	return family, nil
})

// Positions on the page, in millimetres from the lower left corner.
const (
	width, height = 210.0, 297.0
	margin        = 25.0
	labels        = 42.0 // left edge of the labels
	codeSide      = 52.0
)

var (
	ink  = canvas.Black
	gray = color.RGBA{0x55, 0x55, 0x55, 0xff}
	red  = color.RGBA{0xc8, 0x10, 0x1e, 0xff}
)

// sheet is a page under construction.
type sheet struct {
	*canvas.Context
	family *canvas.FontFamily
	y      float64 // baseline of the previous line
}

// Sheet renders the certificate on A4 with its QR code and token. A demonstration is marked as
// such.
func Sheet(c certificate.Certificate, code qr.Code, token string, demonstration bool) ([]byte, error) {
	family, err := wenkai()
	if err != nil {
		return nil, err
	}
	page := canvas.New(width, height)
	s := sheet{canvas.NewContext(page), family, height - 52}
	s.frame()
	s.centre(c.Title.ZH, 26, ink)
	s.y -= 4
	s.centre(c.Title.EN, 11, gray)
	s.y -= 10
	for _, line := range lines(c) {
		s.entry(line[0], line[1])
	}
	s.code(code)
	s.seal(c.Issuer.ZH)
	s.foot(c, demonstration)
	var out bytes.Buffer
	p := pdf.New(&out, width, height, nil)
	// Metadata for readers, and for programs that verify without a camera. This version of the
	// library writes its creator as the document's language and does not escape UTF-16 text, so the
	// title replaces a placeholder of the same length.
	title := hexText(c.Title.ZH + " " + c.Number)
	placeholder := strings.Repeat("T", len(title)-2)
	p.SetInfo(placeholder, "", token, "", "zh-CN")
	p.SetLang("zh-CN")
	page.RenderTo(p)
	if err := p.Close(); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return bytes.Replace(out.Bytes(), []byte("("+placeholder+")"), []byte(title), 1), nil
}

// hexText encodes the text as a hexadecimal PDF string.
func hexText(text string) string {
	var out strings.Builder
	out.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&out, "%04X", unit)
	}
	return out.String() + ">"
}

// lines returns the labels and values of the certificate.
func lines(c certificate.Certificate) [][2]string {
	valid := c.ValidFrom.ZH() + "起长期有效"
	if !c.ValidUntil.IsZero() {
		valid = c.ValidFrom.ZH() + "至" + c.ValidUntil.ZH()
	}
	all := [][2]string{{"持有人", strings.TrimSpace(c.Holder + "　" + c.HolderID)}}
	for _, e := range c.Entries {
		all = append(all, [2]string{e.Label.ZH, e.Value.ZH})
	}
	all = append(all, [2]string{"有效期", valid})
	for _, b := range c.Basis {
		text := "《" + b.Title.ZH + "》" + b.Number + b.Article.ZH
		if b.Illustrative {
			text += "（示例）"
		}
		all = append(all, [2]string{"法律依据", text})
	}
	return append(all, [2]string{"核发机关", c.Issuer.ZH}, [2]string{"核发日期", c.IssuedOn.ZH()})
}

// text draws one line, right of x or centred on x. The library would centre each script of a line
// separately.
func (s *sheet) text(x, y float64, text string, points float64, ink color.Color, align canvas.TextAlign) {
	face := s.family.Face(points, ink)
	if align == canvas.Center {
		x -= face.TextWidth(text) / 2
	}
	s.DrawText(x, y, canvas.NewTextLine(face, text, canvas.Left))
}

func (s *sheet) centre(text string, points float64, ink color.Color) {
	s.text(width/2, s.y, s.drawable(text), points, ink, canvas.Center)
	s.y -= points * 0.5
}

// entry draws a label and its value; long values are wrapped.
func (s *sheet) entry(label, value string) {
	const points, leading = 13.0, 8.2
	face := s.family.Face(points, ink)
	s.text(margin, s.y, s.drawable(label), points, gray, canvas.Left)
	for _, line := range s.wrap(face, s.drawable(value), width-2*margin-labels) {
		s.text(margin+labels, s.y, line, points, ink, canvas.Left)
		s.y -= leading
	}
	s.y -= 1.2
}

// wrap breaks the text into lines of the width. Chinese text may break between any two characters.
func (s *sheet) wrap(face *canvas.FontFace, text string, width float64) []string {
	var lines []string
	var line []rune
	for _, r := range text {
		if len(line) > 0 && face.TextWidth(string(line)+string(r)) > width {
			lines, line = append(lines, string(line)), nil
		}
		line = append(line, r)
	}
	return append(lines, string(line))
}

// drawable replaces characters that the font lacks with their code points, so that no character of
// a name is lost.
func (s *sheet) drawable(text string) string {
	face := s.family.Face(12, ink)
	var out strings.Builder
	for _, r := range text {
		if face.Font.GlyphIndex(r) == 0 {
			fmt.Fprintf(&out, "〔U+%04X〕", r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// code draws the QR code at the lower left.
func (s *sheet) code(code qr.Code) {
	module := codeSide / float64(code.Side())
	s.SetFillColor(canvas.Black)
	for _, r := range code.Runs() {
		// Slightly wider, so that no gaps show between the lines.
		s.DrawPath(margin+float64(r.X+qr.Quiet)*module, 42+codeSide-float64(r.Y+qr.Quiet+1)*module,
			canvas.Rectangle(float64(r.Length)*module, module*1.02))
	}
	s.text(margin+codeSide/2, 38, "扫码核验：签名离线可验，状态联网可查", 8.5, gray, canvas.Center)
}

func (s *sheet) frame() {
	s.SetFillColor(canvas.Transparent)
	for _, line := range [][2]float64{{12, 0.9}, {14, 0.3}} {
		s.SetStrokeColor(red)
		s.SetStrokeWidth(line[1])
		s.DrawPath(line[0], line[0], canvas.Rectangle(width-2*line[0], height-2*line[0]))
	}
	s.SetStrokeColor(canvas.Transparent)
	s.text(width/2, height-30, "电　子　证　照", 12, red, canvas.Center)
}

func (s *sheet) foot(c certificate.Certificate, demonstration bool) {
	s.text(width/2, 27, "证照标识（GB/T 36904）"+c.Number, 7.5, gray, canvas.Center)
	s.text(width/2, 22, "电子签名、电子印章与手写签名、实物印章具有同等效力（国务院令第716号）", 7.5, gray, canvas.Center)
	if demonstration {
		note := lang.T("演示文书：人物与数据均为虚构，不产生任何法律效力", "Demonstration: fictitious people and data, without legal effect")
		s.text(width/2, height-20, note.ZH+" · "+note.EN, 8, red, canvas.Center)
	}
}
