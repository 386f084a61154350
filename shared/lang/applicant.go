package lang

import (
	"regexp"
	"slices"
	"strings"
)

// AboutApplicant returns the text for an official: what it says to the applicant ("You are 17") is said about
// them ("The applicant is 17").
func (t Text) AboutApplicant() Text {
	return Text{ZH: strings.ReplaceAll(t.ZH, "您", "申请人"), EN: aboutApplicant(t.EN)}
}

// spoken matches the English words that address the reader, with the words after "you" as far as the verb.
var spoken = regexp.MustCompile(`\b([Yy])ou(rself|rs|r)?\b((?: (?:` + strings.Join(adverbs, "|") + `))*)(?: ([a-z']+))?`)

// adverbs are the words between "you" and its verb.
var adverbs = []string{"already", "also", "alone", "still", "only", "no longer", "now", "never", "then", "therefore", "both"}

// thirdPerson are the verbs that do not form it with an s; those of "fixed" do not change.
var (
	thirdPerson = map[string]string{"are": "is", "were": "was", "have": "has", "do": "does", "go": "goes"}
	fixed       = []string{"can", "cannot", "may", "might", "must", "will", "would", "should", "could", "did", "had",
		"made", "paid", "left", "took", "got", "began", "became", "gave", "found", "chose", "lost", "sold", "drew"}
	// noVerbs are words after "you" as an object.
	noVerbs = []string{"a", "an", "the", "and", "or", "as", "at", "by", "for", "from", "if", "in", "into", "is", "it", "of", "on", "since",
		"that", "this", "to", "until", "up", "was", "when", "where", "which", "who", "with", "within",
		"without", "after", "before", "about", "again"}
)

func aboutApplicant(text string) string {
	return spoken.ReplaceAllStringFunc(text, func(found string) string {
		part := spoken.FindStringSubmatch(found)
		rest := strings.TrimPrefix(found, part[1]+"ou"+part[2])
		who := "the applicant"
		if part[1] == "Y" {
			who = "The applicant"
		}
		switch part[2] {
		case "r", "rs":
			return who + "'s" + rest
		case "rself":
			return "themselves" + rest
		}
		if verb := part[4]; verb != "" {
			rest = part[3] + " " + third(verb)
		}
		return who + rest
	})
}

// third returns the verb in the third person; a word that is none, or is in the past, as it is.
func third(verb string) string {
	switch is, irregular := thirdPerson[verb]; {
	case irregular:
		return is
	case slices.Contains(fixed, verb), slices.Contains(noVerbs, verb), strings.HasSuffix(verb, "ed"), strings.HasSuffix(verb, "s"):
		return verb
	case strings.HasSuffix(verb, "ch"), strings.HasSuffix(verb, "sh"):
		return verb + "es"
	case strings.HasSuffix(verb, "y") && !strings.ContainsAny(verb[len(verb)-2:len(verb)-1], "aeou"):
		return verb[:len(verb)-1] + "ies"
	default:
		return verb + "s"
	}
}
