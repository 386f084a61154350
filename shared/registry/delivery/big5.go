package delivery

// traditional counts the pairs of bytes of a text that may be in Big5. Of GB 18030, Chinese of today is nearly all in
// the area of GB 2312, where both bytes are A1 or higher; in Big5 two of five second bytes are below 7F, and none is
// from 7F to A0.
type traditional struct {
	all  int
	low  int // with a second byte from 40 to 7E
	none int // that are no Big5
}

const (
	fewPairs = 4
	ofPairs  = 5 // one in five is low at least
)

func (t *traditional) count(line []byte) {
	for i := 0; i < len(line); i++ {
		if line[i] < 0x80 {
			continue
		}
		t.all++
		if i+1 == len(line) {
			t.none++
			return
		}
		first, second := line[i], line[i+1]
		switch {
		case first < 0xa1 || first == 0xff, second < 0x40, second > 0x7e && second < 0xa1, second == 0xff:
			t.none++
		case second <= 0x7e:
			t.low++
		}
		i++
	}
}

// big5 reports whether the text is in Big5 rather than in GB 18030.
func (t *traditional) big5() bool { return t.none == 0 && t.low >= fewPairs && t.low*ofPairs >= t.all }
