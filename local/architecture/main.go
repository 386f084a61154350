// Command architecture writes the picture in docs/architecture.md from the imports of the packages.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// The picture is between these lines.
const (
	path  = "docs/architecture.md"
	begin = "```mermaid\n"
	end   = "```\n"
)

func main() {
	log.SetFlags(0)
	_, is, err := page()
	if err == nil {
		err = os.WriteFile(path, []byte(is), 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// page returns docs/architecture.md as it is and with the current picture. It runs in the root of the
// repository.
func page() (was, is string, err error) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		return "", "", fmt.Errorf("go list: %w", err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", "", err
	}
	was = string(text)
	before, rest, begun := strings.Cut(was, begin)
	_, after, ended := strings.Cut(rest, end)
	if !begun || !ended {
		return "", "", fmt.Errorf("%s has no place for the picture", path)
	}
	return was, before + begin + draw(string(out)) + end + after, nil
}

// draw returns the graph: functions by their group, and shared packages with their sub-packages.
func draw(list string) string {
	arrows := map[string]bool{}
	for line := range strings.Lines(list) {
		fields := strings.Fields(line)
		from := part(fields[0])
		if from == "local" {
			continue // uses everything
		}
		for _, to := range fields[1:] {
			if to := part(to); from != "" && to != "" && from != to {
				arrows[fmt.Sprintf("  %s --> %s\n", node(from), node(to))] = true
			}
		}
	}
	all := make([]string, 0, len(arrows))
	for a := range arrows {
		all = append(all, a)
	}
	slices.Sort(all)
	return "flowchart TD\n" + strings.Join(all, "")
}

// node returns the ID and the label of a part in the graph.
func node(part string) string {
	return strings.ReplaceAll(part, "/", "_") + "[" + part + "]"
}

// hidden are the packages that everything imports. They would make the picture unreadable.
var hidden = []string{
	"lang",
	"calendar",
	"division",
	"identity",
	"policy",
	"httpapi",
	"certificate",
	"counter",
	"audit",
	"store",
	"vault",
	"secret",
	"tracing",
	"metrics",
	"platform",
	"web",
	"qr",
}

// part returns the part of the graph to which the package belongs; "" if it is not drawn.
func part(pkg string) string {
	inner, ours := strings.CutPrefix(pkg, "miaoban/")
	parts := strings.Split(inner, "/")
	switch {
	case !ours:
		return ""
	case parts[0] == "local":
		return "local"
	case parts[0] == "functions" && len(parts) > 2:
		return "functions/" + parts[1]
	case parts[0] == "shared" && !slices.Contains(hidden, parts[1]):
		return "shared/" + parts[1]
	default:
		return ""
	}
}
