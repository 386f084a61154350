// Package events reads the sample events and the expected answers, so that every way of running a
// function is tested against the same answers.
package events

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Sample is one event for one function: events/<Function>/<Name>.json.
type Sample struct {
	Function string // name of the function's folder
	Name     string // the outcome that the event shows, such as "approved"
	Payload  []byte // the event as API Gateway sends it
	Answer   Answer
}

// Answer is the expected answer to a sample.
type Answer struct {
	Status int    `yaml:"status"` // HTTP status; zero for functions that do not answer HTTP
	Words  string `yaml:"words"`  // text that the body or the result must contain
}

// Load reads all samples of the folder, sorted by name. Each sample needs an answer in the folder's
// answers.yaml, and each answer a sample.
func Load(folder string) ([]Sample, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*", "*.json"))
	if err != nil {
		return nil, err
	}
	answers := map[string]map[string]Answer{}
	var samples []Sample
	for _, file := range files {
		function := filepath.Base(filepath.Dir(file))
		if answers[function] == nil {
			if answers[function], err = readAnswers(filepath.Join(folder, function)); err != nil {
				return nil, err
			}
		}
		s := Sample{Function: function, Name: strings.TrimSuffix(filepath.Base(file), ".json")}
		if s.Payload, err = os.ReadFile(file); err != nil {
			return nil, err
		}
		answer, said := answers[function][s.Name]
		if !said {
			return nil, fmt.Errorf("events/%s/answers.yaml does not say how %s is answered", function, s.Name)
		}
		s.Answer = answer
		delete(answers[function], s.Name)
		samples = append(samples, s)
	}
	for function, left := range answers {
		for name := range left {
			return nil, fmt.Errorf("there is no events/%s/%s.json", function, name)
		}
	}
	slices.SortFunc(samples, func(a, b Sample) int {
		return strings.Compare(a.Function+"/"+a.Name, b.Function+"/"+b.Name)
	})
	return samples, nil
}

func readAnswers(folder string) (map[string]Answer, error) {
	text, err := os.ReadFile(filepath.Join(folder, "answers.yaml"))
	if err != nil {
		return nil, err
	}
	var answers map[string]Answer
	if err := yaml.Load(text, &answers); err != nil {
		return nil, fmt.Errorf("%s/answers.yaml: %w", folder, err)
	}
	return answers, nil
}
