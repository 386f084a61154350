package instant

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Rating is an applicant's rating of the service (好差评). It is given once and does not affect the
// decision.
type Rating struct {
	Stars   int       `json:"stars"` // 5 very satisfied … 1 very dissatisfied
	Text    lang.Text `json:"text"`
	Tags    []Tag     `json:"tags,omitempty"`
	Comment string    `json:"comment,omitempty"`
	At      time.Time `json:"at"`
	Ticket  string    `json:"ticket,omitempty"` // the ticket that follows up a low rating
}

// Low reports whether the rating is followed up by a ticket.
func (r Rating) Low() bool { return r.Stars <= 2 }

// Tag is a predefined comment on what was good or bad.
type Tag struct {
	Code string    `json:"code"`
	Text lang.Text `json:"text"`
}

// maxComment is the maximum length of a comment, in characters.
const maxComment = 500

// Grades are the possible ratings, best first.
func Grades() []Rating {
	return []Rating{
		{Stars: 5, Text: lang.T("非常满意", "Very satisfied")}, {Stars: 4, Text: lang.T("满意", "Satisfied")},
		{Stars: 3, Text: lang.T("基本满意", "Fairly satisfied")}, {Stars: 2, Text: lang.T("不满意", "Dissatisfied")},
		{Stars: 1, Text: lang.T("非常不满意", "Very dissatisfied")},
	}
}

// Tags are the predefined comments.
func Tags() []Tag {
	return []Tag{
		{"fast", lang.T("办得快", "fast")}, {"clear", lang.T("说得清楚", "clear")}, {"simple", lang.T("填得少", "short form")},
		{"slow", lang.T("等得久", "slow")}, {"unclear", lang.T("看不懂", "unclear")}, {"papers", lang.T("要得多", "too many documents")},
		{"difficult", lang.T("不好用", "difficult to use")}, {"wrong", lang.T("结果不对", "wrong result")},
	}
}

// NewRating returns the rating with that many stars and those tag codes; a problem if it is
// invalid.
func NewRating(stars int, tags []string, comment string, at time.Time) (Rating, error) {
	r := Rating{Stars: stars, Comment: form.Trim(comment), At: at}
	unknown := false
	for _, t := range Tags() {
		if slices.Contains(tags, t.Code) {
			r.Tags = append(r.Tags, t)
		}
	}
	for _, code := range tags {
		unknown = unknown || !slices.ContainsFunc(r.Tags, func(t Tag) bool { return t.Code == code })
	}
	if stars < 1 || stars > 5 || unknown || utf8.RuneCountInString(r.Comment) > maxComment {
		return r, problem.OfField("stars", "range", lang.F("请选择一档评价和列出的标签；意见不超过 %d 字。",
			"Choose a rating and tags from the list. A comment can have at most %d characters.", maxComment))
	}
	r.Text = Grades()[5-stars].Text
	return r, nil
}

// Rate returns the writes that store and count the rating; they conflict if there is one already.
func (a *Application) Rate(r Rating) ([]store.Write, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("rating: %w", err)
	}
	writes := []store.Write{
		store.Create("rating", store.Item{Key: ratingKey(a.Number), Body: body}),
		count(r.At, a.Service, a.District(), countStars+strconv.Itoa(r.Stars), a.Number),
	}
	for _, t := range r.Tags {
		writes = append(writes, count(r.At, a.Service, a.District(), countTag+t.Code, a.Number))
	}
	return writes, nil
}

func ratingKey(number string) store.Key {
	return store.Key{Partition: applicationKey(number).Partition, Sort: "RATING"}
}
