// Command scaffold creates a new service whose tests pass: a folder, a line in the catalogue, a block in the
// template, and an event for each outcome. docs/new-service.md describes the next steps.
//
//	make service NAME=SeniorCard TITLE=老年人优待证
package main

import (
	"bytes"
	"embed"
	"errors"
	"flag"
	"fmt"
	"go/format"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
)

//go:embed skeleton
var skeleton embed.FS

// service has the values with which the skeleton is filled in.
type service struct {
	Name   string // SeniorCard: the template's SeniorCardFunction
	Folder string // seniorcard
	Title  string // 老年人优待证
}

func main() {
	log.SetFlags(0)
	name := flag.String("name", "", "the service's name in CamelCase")
	title := flag.String("title", "", "its Chinese title")
	flag.Parse()
	if err := scaffold(*name, *title); err != nil {
		log.Fatal(err)
	}
}

var camelCase = regexp.MustCompile(`^[A-Z][a-z]+([A-Z][a-z]+)*$`)

func scaffold(name, title string) error {
	if !camelCase.MatchString(name) || title == "" {
		return errors.New("say make service NAME=SeniorCard TITLE=老年人优待证")
	}
	s := service{Name: name, Folder: strings.ToLower(name), Title: title}
	folder := filepath.Join("functions", "services", s.Folder)
	if _, err := os.Stat(folder); err == nil {
		return fmt.Errorf("%s is there already", folder)
	}
	for from, to := range map[string]string{
		"form.go": filepath.Join(folder, "form.go"), "rules.go": filepath.Join(folder, "rules.go"),
		"service.go": filepath.Join(folder, "service.go"), "policy.yaml": filepath.Join(folder, "policy.yaml"),
		"service_test.go": filepath.Join(folder, "service_test.go"), "main.go": filepath.Join(folder, "lambda", "main.go"),
		"answers.yaml": filepath.Join("events", s.Folder, "answers.yaml"),
	} {
		text, err := s.fill(from)
		if err == nil {
			err = create(to, text)
		}
		if err != nil {
			return err
		}
	}
	for _, event := range samples() {
		if err := event.write(s.Folder); err != nil {
			return err
		}
	}
	block, err := s.fill("block.yaml")
	if err != nil {
		return err
	}
	if err := insert("template.yaml", "  # The services end here.\n", string(block)); err != nil {
		return err
	}
	rights := s.Folder + ":\n  claims: [" + s.Folder + "]\n"
	if err := insert(filepath.Join("shared", "access", "access.yaml"), "\n# The services end here.\n", rights); err != nil {
		return err
	}
	catalogue := filepath.Join("functions", "catalog.go")
	if err := insert(catalogue, "\t\"miaoban/shared/instant\"\n", "\t\"miaoban/functions/services/"+s.Folder+"\"\n"); err != nil {
		return err
	}
	if err := insert(catalogue, "\t}\n}\n", "\t\t"+s.Folder+".Service(),\n"); err != nil {
		return err
	}
	fmt.Printf(
		"%s is in functions/services/%s. go test ./functions names what to fill in; docs/new-service.md has the order.\n",
		title,
		s.Folder,
	)
	return nil
}

// fill returns the file of the skeleton, filled in for the service.
func (s service) fill(name string) ([]byte, error) {
	t, err := template.ParseFS(skeleton, "skeleton/"+name+".tmpl")
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := t.Execute(&text, s); err != nil {
		return nil, err
	}
	if strings.HasSuffix(name, ".go") {
		return format.Source(text.Bytes())
	}
	return text.Bytes(), nil
}

func create(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

// insert writes the text before the last occurrence of the mark in the file.
func insert(path, mark, text string) error {
	was, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	at := strings.LastIndex(string(was), mark)
	if at < 0 {
		return fmt.Errorf("%s has no line %q", path, strings.TrimSpace(mark))
	}
	is := []byte(string(was[:at]) + text + string(was[at:]))
	if strings.HasSuffix(path, ".go") {
		if is, err = format.Source(is); err != nil {
			return err
		}
	}
	return os.WriteFile(path, is, 0o644)
}
