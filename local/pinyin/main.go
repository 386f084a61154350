// Command pinyin writes the names of the services in pinyin, by which the portal
// finds them: the dictionary for it is large, and slow to start with.
//
//	make describe
package main

import (
	"encoding/json"
	"log"
	"os"
	"strings"

	"github.com/mozillazg/go-pinyin"

	"miaoban/functions"
)

// file is where the portal has them.
const file = "functions/citizens/portal/pinyin.json"

func main() {
	log.SetFlags(0)
	text, err := write()
	if err == nil {
		err = os.WriteFile(file, text, 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// write is each service's name in full and by its initials: gaolingjintie, gljt.
func write() ([]byte, error) {
	initials := pinyin.NewArgs()
	initials.Style = pinyin.FirstLetter
	names := map[string]string{}
	for _, s := range functions.Services() {
		name := s.About().Name.ZH
		names[s.About().Slug] = strings.Join(
			pinyin.LazyPinyin(name, pinyin.NewArgs()),
			"",
		) + " " + strings.Join(
			pinyin.LazyPinyin(name, initials),
			"",
		)
	}
	text, err := json.MarshalIndent(names, "", " ")
	return append(text, '\n'), err
}
