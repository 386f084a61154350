// Command places writes the administrative divisions that shared/division embeds, from the
// packages that `make places` downloads into the folder.
//
//	go run ./local/places .tools/places
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"
)

// files are the embedded files of shared/division: the divisions in force and the withdrawn codes.
const (
	current   = "shared/division/places.tsv"
	withdrawn = "shared/division/withdrawn.tsv.gz"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./local/places FOLDER")
	}
	now, before, err := write(os.Args[1])
	if err == nil {
		err = os.WriteFile(current, now, 0o644)
	}
	if err == nil {
		err = os.WriteFile(withdrawn, before, 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// names maps codes to Chinese names.
type names map[string]string

// write returns both files, from the packages in the folder.
func write(folder string) (now, before []byte, err error) {
	p, err := open(folder)
	if err != nil {
		return nil, nil, err
	}
	places := p.inForce()
	text := "# China's provinces, cities and counties (GB/T 2260), and the streets and towns of Guangdong (GB/T 10114):\n" +
		"# code, name, English name. From china-division 2.7.0 (WTFPL), made from the codes of the National Bureau of\n" +
		"# Statistics, by `make places`. Sorted by code.\n" + table(places)
	var zipped bytes.Buffer
	zip, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return nil, nil, err
	}
	if _, err := zip.Write([]byte(table(p.withdrawn(places)))); err != nil {
		return nil, nil, err
	}
	if err := zip.Close(); err != nil {
		return nil, nil, err
	}
	return []byte(text), zipped.Bytes(), nil
}

func table(all names) string {
	var text strings.Builder
	for _, code := range sorted(all) {
		fmt.Fprintf(&text, "%s\t%s\t%s\n", code, all[code], english(code, all[code]))
	}
	return text.String()
}

func sorted(all names) []string {
	codes := make([]string, 0, len(all))
	for code := range all {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}
