// Command pinyin writes the pinyin of the names and keywords of the services for the search of the portal. The
// portal does not contain the dictionary, which is large and slow to load.
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
	"miaoban/functions/citizens/portal/search"
)

// file is the embedded file of the portal.
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

// write returns the syllables of each sequence of Chinese characters: 高龄津贴 is gao ling jin tie.
func write() ([]byte, error) {
	spelled := map[string]string{}
	for _, s := range functions.Services() {
		for _, text := range append([]string{s.About().Name.ZH}, s.About().Keywords...) {
			for _, run := range search.Runs(text) {
				spelled[run] = strings.Join(pinyin.LazyPinyin(run, pinyin.NewArgs()), " ")
			}
		}
	}
	text, err := json.MarshalIndent(spelled, "", " ")
	return append(text, '\n'), err
}
