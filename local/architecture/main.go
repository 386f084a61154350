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

// draw is the graph of the parts: each service is "services", and a package below a shared
// one is part of it.
func draw(list string) string {
	arrows := map[string]bool{}
	for line := range strings.Lines(list) {
		fields := strings.Fields(line)
		from := part(fields[0])
		for _, to := range fields[1:] {
			if to := part(to); from != "" && to != "" && from != to {
				arrows[fmt.Sprintf("  %s --> %s\n", from, to)] = true
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

// kernel are the packages that everything may name: words, days, places, what people and
// laws are called. They would hide the picture.
var kernel = []string{"lang", "calendar", "division", "identity", "policy", "httpapi", "certificate", "tally", "audit", "store"}

func part(pkg string) string {
	inner, ours := strings.CutPrefix(pkg, "miaoban/")
	parts := strings.Split(inner, "/")
	switch {
	case !ours:
		return ""
	case parts[0] == "local":
		return "local"
	case parts[0] == "functions" && len(parts) == 1:
		return "functions"
	case parts[0] == "functions":
		if others[parts[1]] {
			return parts[1]
		}
		return "services"
	case parts[0] == "shared" && !slices.Contains(kernel, parts[1]):
		return parts[1]
	default:
		return ""
	}
}

// others are the functions that are no services.
var others = map[string]bool{"portal": true, "applications": true, "certificates": true, "pdf": true, "verify": true, "session": true, "authorizer": true, "reviews": true, "figures": true,
	"hotline": true, "tasks": true, "points": true, "dashboard": true, "clocks": true, "publication": true, "verification": true, "proactive": true}
