package instant

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/hanzi"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Mandate lets an agent apply for a principal (代办), such as a daughter for her father. The
// principal gives it, sees everything done under it, and can withdraw it.
type Mandate struct {
	ID        string        `json:"id"` // used in URLs, which must not contain ID numbers
	Principal Person        `json:"principal"`
	Agent     Person        `json:"agent"`
	Since     time.Time     `json:"since"`
	Until     calendar.Date `json:"until"` // the last valid day
}

// Person is a person as others may see them.
type Person struct {
	Name   string `json:"name"`
	Number string `json:"number"` // partly masked ID number
}

// mandate is the stored form of a mandate, with complete ID numbers.
type mandate struct {
	Mandate
	PrincipalID string `json:"principal_id"`
	AgentID     string `json:"agent_id"`
}

const (
	givenPrefix = "MANDATE#" // entries of the principal
	heldPrefix  = "ACTS#"    // entries of the agent
	agentPrefix = "AGENT#"   // IDs by agent, in the principal's partition
	maxMandate  = 366        // days
	maxMandates = 20         // per principal at a time
)

// mandateID returns the ID of the mandates between the two people. It is random, stored with the
// first mandate, and reused by later ones.
func (e *Engine) mandateID(ctx context.Context, principal, agent string) (id string, first []store.Write, err error) {
	at := store.Key{Partition: PersonPartition(principal), Sort: agentPrefix + agent}
	switch item, err := e.Store.Get(ctx, at); {
	case err == nil:
		return string(item.Body), nil, nil
	case !errors.Is(err, store.ErrNotFound):
		return "", nil, fmt.Errorf("creating a mandate: %w", err)
	}
	id = rand.Text()
	return id, []store.Write{store.Create("agent", store.Item{Key: at, Body: []byte(id)})}, nil
}

func givenKey(principal, id string) store.Key {
	return store.Key{Partition: PersonPartition(principal), Sort: givenPrefix + id}
}

func heldKey(agent, id string) store.Key {
	return store.Key{Partition: PersonPartition(agent), Sort: heldPrefix + id}
}

// confirm returns the agent's name in the population register, if it matches the name that the
// principal gave. A stranger's number, an unknown number and a dead person's number get the same
// answer. The lookup is logged for the agent.
func (e *Engine) confirm(ctx context.Context, principal decision.Applicant, agent, name string) (string, error) {
	facts, err := e.Look(ctx, principal, "mandate", LimitsOf(principal.ID, mandateLimit),
		fact.Ask(agent, dataset.Population.Name), fact.Ask(agent, dataset.Deaths.Date))
	if err != nil {
		return "", err
	}
	known, died := fact.Get(facts, agent, dataset.Population.Name), fact.Get(facts, agent, dataset.Deaths.Date)
	named := known.Known() || known.State == fact.Stale // an outdated record still has the name
	switch {
	case known.State == fact.Unreachable, died.State == fact.Unreachable:
		return "", problem.Busy()
	case !named, died.Known(), !hanzi.Same(known.V, name):
		why := lang.T("代办人的姓名与证件号码不一致，请核对后重填。", "The agent's name and the number do not match. Please check both.")
		if doubt := form.Doubt(form.IDNumber, agent); !doubt.IsZero() {
			why = lang.T(why.ZH+doubt.ZH, why.EN+" "+doubt.EN)
		}
		return "", problem.OfField("agent_id_number", "mismatch", why)
	}
	return known.V, nil
}

// Give creates a mandate until that day, replacing an existing one for the same agent. Invalid
// input is a problem.
func (e *Engine) Give(
	ctx context.Context,
	principal decision.Applicant,
	agentNumber, agentName string,
	until calendar.Date,
) (Mandate, error) {
	at := e.Now()
	today := calendar.Of(at)
	var faults []problem.FieldError
	fault := func(field, code, zh, en string) {
		faults = append(faults, problem.FieldError{Pointer: "/" + field, Code: code, Detail: lang.T(zh, en)})
	}
	agentNumber = form.Clean(form.IDNumber, agentNumber)
	agent, err := identity.ParsePerson(agentNumber, today)
	reason, why := form.Wrong(form.IDNumber, lang.T("代办人证件号码", "The number of the agent's document"), agentNumber)
	switch {
	case agentNumber == "":
		fault("agent_id_number", "required", "请填写代办人的证件号码。", "Enter the number of the agent's document.")
	case err != nil && reason == "":
		fault("agent_id_number", "idnumber", "代办人公民身份号码中的出生日期晚于今天，请核对第 7 至 14 位。",
			"The date of birth in the agent's ID number is after today. Please check digits 7 to 14.")
	case err != nil:
		fault("agent_id_number", "idnumber", why.ZH, why.EN)
		faults[len(faults)-1].Reason = reason
	case string(agent) == principal.ID:
		fault("agent_id_number", "self", "不能委托自己。", "You cannot be your own agent.")
	}
	name := hanzi.Name(agentName)
	if name == "" || len(name) > 150 {
		fault("agent_name", "required", "请填写代办人姓名。", "Enter the agent's name.")
	} else if odd := hanzi.AnyPersonFault(name); !odd.IsZero() {
		fault("agent_name", "personname", odd.ZH, odd.EN)
	}
	if until.Before(today) || until.DaysSince(today) > maxMandate {
		last := today.AddDays(maxMandate)
		why := lang.F("截止日期应在今天至%s之间，最长一年，不能是长期。",
			"The last day must be between today and %s: one year at most, and not without an end.", last)
		if until.IsZero() {
			why = lang.F("截止日期请写年、月、日，例如 %s（最长一年，不能是长期）。",
				"Write the last day with year, month and day, such as %s (one year at most, and not without an end).", last)
		}
		fault("until", "range", why.ZH, why.EN)
	}
	if faults != nil {
		p := problem.New("invalid-form", problem.Faults(len(faults)))
		p.Errors = faults
		return Mandate{}, p
	}
	if name, err = e.confirm(ctx, principal, string(agent), name); err != nil {
		return Mandate{}, err
	}
	given, err := e.Mandates(ctx, principal.ID)
	if err != nil {
		return Mandate{}, err
	}
	if len(given.Given) >= maxMandates {
		return Mandate{}, problem.New("already-requested", lang.T("委托已达上限，请先撤回不用的。",
			"The maximum number of mandates is reached. Withdraw those that you no longer need."))
	}
	id, first, err := e.mandateID(ctx, principal.ID, string(agent))
	if err != nil {
		return Mandate{}, err
	}
	m := mandate{PrincipalID: principal.ID, AgentID: string(agent), Mandate: Mandate{
		ID: id, Since: at, Until: until,
		Principal: Person{Name: principal.Name, Number: identity.Person(principal.ID).Masked()},
		Agent:     Person{Name: name, Number: agent.Masked()},
	}}
	return m.Mandate, e.keepMandate(ctx, "mandate-given", m, at, first...)
}

// WithdrawMandate ends a mandate of the principal; it does nothing if the mandate has ended
// already.
func (e *Engine) WithdrawMandate(ctx context.Context, principal decision.Applicant, id string) error {
	var m mandate
	err := load(ctx, e.Store, givenKey(principal.ID, id), &m)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("withdrawing a mandate: %w", err)
	}
	m.Until = calendar.Date{} // ended, whatever day it is
	return e.keepMandate(ctx, "mandate-withdrawn", m, e.Now())
}

// keepMandate writes the mandate for both people, with its audit record. A mandate without a last
// day is deleted.
func (e *Engine) keepMandate(ctx context.Context, action string, m mandate, at time.Time, more ...store.Write) error {
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("storing a mandate: %w", err)
	}
	expires := at
	if !m.Until.IsZero() {
		expires = m.Until.AddDays(1).Start()
	}
	entry, err := e.Audit.Append(at, audit.Event{Action: action, Application: m.ID, Digest: audit.Digest(body)})
	if err != nil {
		return err
	}
	ties, err := m.tieWrites(expires)
	if err != nil {
		return err
	}
	err = e.Store.Commit(ctx, append(append(append(entry.Writes, ties...), more...),
		store.Put("mandate", store.Item{Key: givenKey(m.PrincipalID, m.ID), Body: body, Expires: expires}),
		store.Put("mandate", store.Item{Key: heldKey(m.AgentID, m.ID), Body: body, Expires: expires}))...)
	entry.Done(err)
	return CommitError("storing a mandate", err, problem.Busy())
}

// Mandates are the mandates that a person gave and received.
type Mandates struct {
	Given []Mandate `json:"given"`
	Held  []Mandate `json:"held"`
}

// Mandates returns the person's mandates in force.
func (e *Engine) Mandates(ctx context.Context, person string) (Mandates, error) {
	all := Mandates{[]Mandate{}, []Mandate{}}
	for prefix, list := range map[string]*[]Mandate{givenPrefix: &all.Given, heldPrefix: &all.Held} {
		for item, err := range store.All(ctx, e.Store, store.Query{Partition: PersonPartition(person), Prefix: prefix}) {
			if err != nil {
				return all, fmt.Errorf("mandates: %w", err)
			}
			var m mandate
			if err := json.Unmarshal(item.Body, &m); err != nil {
				return all, fmt.Errorf("mandates: %w", err)
			}
			if m.inForce(calendar.Of(e.Now())) {
				*list = append(*list, m.Mandate)
			}
		}
	}
	return all, nil
}

// applicant returns the person for whom the request applies: the caller, or with ?for= the
// principal of a mandate in force.
func (e *Engine) applicant(ctx context.Context, r *httpapi.Request) (decision.Applicant, error) {
	caller, err := ApplicantOf(r.Caller)
	if err != nil {
		return caller, err
	}
	switch _, known := division.Find(r.At()); {
	case r.At() == "", r.At() == division.Nation: // Nation resets the place that the machine's cookie sets
	case known && len(r.At()) == 6:
		caller.AcceptedIn = r.At()
	case r.Query("at") != "":
		return caller, problem.New("malformed-request", lang.T("参数 at 是受理地的六位区划代码。",
			"The parameter “at” must be the six-digit code of the division where the application is received."))
	}
	if r.Query("for") == "" {
		return caller, nil
	}
	m, err := e.held(ctx, caller.ID, r.Query("for"))
	if errors.Is(err, store.ErrNotFound) {
		return decision.Applicant{}, noMandate()
	}
	if err != nil {
		return decision.Applicant{}, fmt.Errorf("a mandate: %w", err)
	}
	principal := decision.NewApplicant(m.PrincipalID, m.Principal.Name)
	principal.Agent = decision.Agent{ID: caller.ID, Name: caller.Name, Mandate: m.ID}
	principal.AcceptedIn = caller.AcceptedIn
	return principal, nil
}
