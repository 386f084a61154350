package condition

import (
	_ "embed"
	"sync"

	"miaoban/shared/decision"
	"miaoban/shared/policy"
)

//go:embed persons.yaml
var personsDocument []byte

// personsPolicy is the document persons.yaml.
type personsPolicy struct {
	Laws     map[string]policy.Basis     `yaml:"laws"`
	Services map[string]decision.Persons `yaml:"services"`
}

var persons = sync.OnceValue(func() personsPolicy {
	p, _, err := policy.Load[personsPolicy]("shared/condition/persons.yaml", personsDocument)
	if err != nil {
		panic(err) // the document is part of the program, and a test reads it
	}
	return p
})

// Persons returns what the law says of people without a registered household in the service, by
// persons.yaml. It is nil where no text was found: then an officer decides on each of them.
func Persons(service string) decision.Persons { return persons().Services[service] }
