package instant

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/store"
)

// Rating is what an applicant thinks of how they were served (好差评). It is given
// once, and changes nothing of the decision.
type Rating struct {
	Stars   int       `json:"stars"` // 5 very content … 1 not at all
	Text    lang.Text `json:"text"`
	Comment string    `json:"comment,omitempty"`
	At      time.Time `json:"at"`
}

// maxComment is the longest comment, in characters.
const maxComment = 500

// Grades are the ratings to choose from, the best first.
func Grades() []Rating {
	return []Rating{
		{Stars: 5, Text: lang.T("非常满意", "Very content")}, {Stars: 4, Text: lang.T("满意", "Content")},
		{Stars: 3, Text: lang.T("基本满意", "Fairly content")}, {Stars: 2, Text: lang.T("不满意", "Not content")},
		{Stars: 1, Text: lang.T("非常不满意", "Not content at all")},
	}
}

// Rate records the applicant's rating, once.
func (e *Engine) Rate(ctx context.Context, a *Application, stars int, comment string) error {
	comment = strings.TrimSpace(comment)
	if stars < 1 || stars > 5 || utf8.RuneCountInString(comment) > maxComment {
		p := httpapi.NewProblem("invalid-form", lang.F("请选择一档评价；意见不超过 %d 字。", "Choose one of the grades; a comment has at most %d characters.", maxComment))
		p.Errors = []httpapi.FieldError{{Pointer: "/stars", Code: "range", Detail: p.Detail}}
		return p
	}
	body, err := json.Marshal(Rating{stars, Grades()[5-stars].Text, comment, e.Now()})
	if err != nil {
		return fmt.Errorf("rating: %w", err)
	}
	err = e.Store.Commit(ctx, store.Create("rating", store.Item{Key: ratingKey(a.Number), Body: body}),
		count(e.Now(), a.Service, queueOf(a).Region, countStars+strconv.Itoa(stars), a.Number))
	before := httpapi.NewProblem("already-requested", lang.T("该办件已经评价过，谢谢。", "This was rated before. Thank you."))
	before.Application = a.Number
	return Committed("rating", err, before)
}

func ratingKey(number string) store.Key {
	return store.Key{Partition: applicationKey(number).Partition, Sort: "RATING"}
}
