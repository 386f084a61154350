package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"miaoban/functions"
	"miaoban/shared/policy"
)

// sourcesFile is the table of sources in the documents.
const sourcesFile = "docs/sources.md"

// state is how far a basis was verified.
type state string

// The states, by the grade of the source.
const (
	readInTheAct state = "read in the act" // grade A
	quoted       state = "quoted"          // grades B and C
	illustrative state = "illustrative"    // an example, also where a draft was read
)

func stateOf(b policy.Basis) state {
	switch {
	case b.Illustrative || b.Source == nil:
		return illustrative
	case b.Source.Grade == "A":
		return readInTheAct
	default:
		return quoted
	}
}

// cited is a basis where a policy or a service names it.
type cited struct {
	where string // laws.change, rates 440605 from 2026-01-01
	basis policy.Basis
}

// source is a distinct basis, with all places that rest on it.
type source struct {
	title, article string // Chinese, with the document's number
	state          state
	grade          policy.Grade
	url, read      string
	by             []string
}

// writeSources prints the sources, writes the table in the documents, or adds the articles of an
// act that was read.
func writeSources(root string, arguments []string, out io.Writer) error {
	if len(arguments) == 4 && arguments[0] == "-act" {
		return readAct(root, arguments[1], arguments[2], arguments[3])
	}
	text, err := sourcesText(root)
	if err != nil {
		return err
	}
	if slices.Contains(arguments, "-write") {
		return os.WriteFile(filepath.Join(root, sourcesFile), text, 0o644)
	}
	_, err = out.Write(text)
	return err
}

// sourcesText is the table of all sources of policies and of services.
func sourcesText(root string) ([]byte, error) {
	all, err := sourcesOf(root)
	if err != nil {
		return nil, err
	}
	count, places := map[state]int{}, map[state]int{}
	for _, s := range all {
		count[s.state]++
		places[s.state] += len(s.by)
	}
	var text bytes.Buffer
	fmt.Fprintf(&text, "# Sources\n\nWhere each figure and each cited article was read: of all policies, and of the services in the "+
		"catalogue. `go run ./local sources` prints this page, `make describe` writes it. A basis that several figures or services "+
		"cite is counted once; a figure that ended stays.\n\n| state | bases | cited in places |\n| --- | --- | --- |\n")
	for _, s := range []state{readInTheAct, quoted, illustrative} {
		fmt.Fprintf(&text, "| %s | %d | %d |\n", s, count[s], places[s])
	}
	text.WriteString("\nGrade A: the act's own text was read. B: a page that quotes it. C: a mirror or a summary. Illustrative: no source " +
		"was found, or a draft; it is an example, and says so.\n")
	for _, s := range []state{readInTheAct, quoted, illustrative} {
		fmt.Fprintf(&text, "\n## %s\n\n| basis | article | grade | read on | cited by |\n| --- | --- | --- | --- | --- |\n",
			strings.ToUpper(string(s[:1]))+string(s[1:]))
		for _, of := range all {
			if of.state != s {
				continue
			}
			title := of.title
			if of.url != "" {
				title = "[" + title + "](" + of.url + ")"
			}
			fmt.Fprintf(&text, "| %s | %s | %s | %s | %s |\n", title, of.article, of.grade, of.read, strings.Join(of.by, "<br>"))
		}
	}
	return text.Bytes(), nil
}

// sourcesOf are the distinct bases, by title and article.
func sourcesOf(root string) ([]source, error) {
	var files []string
	for _, pattern := range []string{"functions/services/*/policy.yaml", "functions/citizens/*/policy.yaml", "shared/*/*.yaml"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	distinct := map[string]*source{}
	add := func(of string, found ...cited) {
		for _, c := range found {
			s := source{title: strings.TrimSpace(c.basis.Title.ZH + " " + c.basis.Number), article: c.basis.Article.ZH, state: stateOf(c.basis)}
			if c.basis.Source != nil {
				s.grade, s.url, s.read = c.basis.Source.Grade, c.basis.Source.URL, c.basis.Source.AsOf.String()
			}
			key := fmt.Sprint(s.title, "|", s.article, "|", s.state, "|", s.url)
			if distinct[key] == nil {
				distinct[key] = &s
			}
			distinct[key].by = append(distinct[key].by, strings.TrimSpace(of+" "+c.where))
		}
	}
	for _, file := range files {
		if filepath.Base(file) == "bases.yaml" { // what stands for it is counted
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		found, err := basesIn(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		add(filepath.Base(filepath.Dir(file)), found...)
	}
	for _, s := range functions.Services() {
		for _, b := range s.About().Basis {
			add(s.About().Slug, cited{"(catalogue)", b})
		}
	}
	var all []source
	for _, s := range distinct {
		slices.Sort(s.by)
		s.by = slices.Compact(s.by)
		all = append(all, *s)
	}
	slices.SortFunc(all, func(a, b source) int {
		return strings.Compare(a.title+"|"+a.article+"|"+a.url, b.title+"|"+b.article+"|"+b.url)
	})
	return all, nil
}

// basesIn are the bases of a policy document, with where they are.
func basesIn(document []byte) (found []cited, err error) {
	var root yaml.Node
	if err := yaml.Load(document, &root); err != nil {
		return nil, err
	}
	var walk func(node *yaml.Node, path []string) error
	walk = func(node *yaml.Node, path []string) error {
		if node.Kind == yaml.AliasNode && len(path) > 0 && path[len(path)-1] != "basis" && path[0] != "laws" {
			return nil // its own place has it
		}
		is := len(path) > 0 && (path[len(path)-1] == "basis" || path[0] == "laws" && len(path) == 2)
		if is {
			var b policy.Basis
			if err := node.Load(&b); err != nil {
				return fmt.Errorf("%s: %w", strings.Join(path, "."), err)
			}
			found = append(found, cited{strings.TrimSuffix(strings.Join(path, "."), ".basis"), b})
			return nil
		}
		for i := 0; i+1 < len(node.Content) && node.Kind == yaml.MappingNode; i += 2 {
			if err := walk(node.Content[i+1], append(slices.Clone(path), node.Content[i].Value)); err != nil {
				return err
			}
		}
		if node.Kind == yaml.SequenceNode || node.Kind == yaml.DocumentNode {
			for _, below := range node.Content {
				if err := walk(below, named(path, below)); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return found, walk(&root, nil)
}

// named is the path with the region and first day of a figure.
func named(path []string, figure *yaml.Node) []string {
	values := map[string]string{}
	for i := 0; i+1 < len(figure.Content) && figure.Kind == yaml.MappingNode; i += 2 {
		values[figure.Content[i].Value] = figure.Content[i+1].Value
	}
	if values["region"] == "" || len(path) == 0 {
		return path
	}
	return []string{path[0] + " " + values["region"] + " from " + values["from"]}
}
