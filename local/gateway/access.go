package gateway

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"miaoban/shared/access"
)

// The lines after which Grant writes.
const (
	grantBegin = "        - Statement: # make describe writes this from shared/access/access.yaml\n"
	grantEvery = "          Statement: # make describe writes this from shared/access/access.yaml: every-service\n"
)

// theTable is the table's ARN, which the first statement gives a name for the others.
const theTable = "&Table\n                !If [MakesTable, !GetAtt Records.Arn, !Sub \"arn:${AWS::Partition}:dynamodb:${AWS::Region}:" +
	"${AWS::AccountId}:table/${ExistingTable}\"]"

// Grant writes into the text of a template what the functions may do with the table.
func Grant(template []byte, all access.Table) ([]byte, error) {
	of := maps.Clone(all.Own)
	lines := strings.SplitAfter(string(template), "\n")
	var out strings.Builder
	function, named := "", false
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if name, is := strings.CutSuffix(line, "Function:\n"); is && strings.HasPrefix(line, "  ") && line[2] != ' ' {
			function = strings.ToLower(strings.TrimSpace(name))
		}
		out.WriteString(line)
		rights := all.Every
		switch line {
		case grantEvery:
		case grantBegin:
			if rights = of[function]; rights == nil {
				return nil, fmt.Errorf("template: shared/access/access.yaml says nothing of %s", function)
			}
			delete(of, function)
		default:
			continue
		}
		for i+1 < len(lines) && strings.HasPrefix(lines[i+1], "         ") {
			i++ // what stood here before
		}
		text := statements(rights)
		if !named {
			text, named = strings.Replace(text, "*Table", theTable, 1), true
		}
		out.WriteString(text)
	}
	if len(of) > 0 {
		return nil, fmt.Errorf("template: no place for the rights of %v", slices.Sorted(maps.Keys(of)))
	}
	return []byte(out.String()), nil
}

// statements are the statements of a policy, of which each allows actions in the same partitions.
func statements(rights access.Rights) string {
	actions := map[string][]string{}
	for _, action := range slices.Sorted(maps.Keys(rights)) {
		of := strings.Join(rights[action], " ")
		actions[of] = append(actions[of], "dynamodb:"+action)
	}
	var out strings.Builder
	byAction := func(a, b string) int { return strings.Compare(actions[a][0], actions[b][0]) }
	for _, kinds := range slices.SortedFunc(maps.Keys(actions), byAction) {
		fmt.Fprintf(&out, "            - Effect: Allow\n              Action: [%s]\n              Resource: *Table\n"+
			"              Condition: {\"ForAllValues:StringLike\": {\"%s\": [\n%s]}}\n",
			strings.Join(actions[kinds], ", "), leadingKeys, wrapped(strings.Fields(kinds)))
	}
	return out.String()
}

// wrapped is the list of patterns for the kinds of partition, in lines of at most 118 characters.
func wrapped(kinds []string) string {
	const margin = "                "
	var lines []string
	line := margin
	for i, kind := range kinds {
		pattern := `"` + access.Pattern(kind) + `"`
		if i < len(kinds)-1 {
			pattern += ", "
		}
		if len(line)+len(pattern) > 118 {
			lines, line = append(lines, strings.TrimRight(line, " ")), margin
		}
		line += pattern
	}
	return strings.Join(append(lines, line), "\n")
}
