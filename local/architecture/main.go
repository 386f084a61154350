// Command architecture draws the picture of docs/architecture.md anew, from what the
// packages import.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// The picture stands between these lines.
const (
	path  = "docs/architecture.md"
	begin = "```mermaid\n"
	end   = "```\n"
)

func main() {
	log.SetFlags(0)
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		log.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(text), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		log.Fatalf("%s has no place for the picture", path)
	}
	if err := os.WriteFile(path, []byte(before+begin+draw(string(out))+end+after), 0o644); err != nil {
		log.Fatal(err)
	}
}

// draw is the graph of the parts: functions by whom they are for, shared packages with what
// is below them.
func draw(list string) string {
	arrows := map[string]bool{}
	for line := range strings.Lines(list) {
		fields := strings.Fields(line)
		from := part(fields[0])
		if from == "local" {
			continue // which builds the house from all of it
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

// node is a part as the graph has it: a name, and how it is shown.
func node(part string) string {
	return strings.ReplaceAll(part, "/", "_") + "[" + part + "]"
}

// hidden are the packages that everything names: words, days, places, laws, pages. They
// would hide the picture.
var hidden = []string{"lang", "calendar", "division", "identity", "policy", "httpapi", "certificate", "tally", "audit", "store", "vault", "secret", "trail", "meter", "platform", "web", "qr"}

// part is what the package is a part of; "" for what is not drawn.
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
