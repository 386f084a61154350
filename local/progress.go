package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress shows how far a command is.
type progress struct {
	out     io.Writer
	visible bool
}

// onTerminal shows progress on the terminal; a file or a pipe gets none.
func onTerminal() progress {
	screen, err := os.Stderr.Stat()
	return progress{os.Stderr, err == nil && screen.Mode()&os.ModeCharDevice != 0}
}

// unknown is the total of what ends nobody knows when.
const unknown = -1

// start returns a bar that ends at the total, in bytes or in steps. That a bar cannot be drawn stops
// nothing, so its errors are ignored.
func (p progress) start(what string, total int64, bytes bool) *progressbar.ProgressBar {
	return progressbar.NewOptions64(total, progressbar.OptionSetWriter(p.out), progressbar.OptionSetVisibility(p.visible),
		progressbar.OptionShowBytes(bytes), progressbar.OptionShowCount(), progressbar.OptionThrottle(200*time.Millisecond),
		progressbar.OptionSetDescription(what), progressbar.OptionClearOnFinish())
}
