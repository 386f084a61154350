package instant

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/decision"
	"miaoban/shared/store"
)

// Every certificate has a random index in a status list, which publishes whether it is revoked or
// suspended, and nothing else. A day has several lists. Random indexes reveal no order and need no
// shared counter; a write of the commit ensures that an index is used once, and on a conflict
// another is chosen.
const (
	listsADay     = 8
	placePrefix   = "PLACE#"
	changedPrefix = "STATE#"
)

// statusOf returns the index for the serial on the day. It uses other digits of the serial than
// application numbers do.
func statusOf(day calendar.Date, serial decision.Serial) certificate.Status {
	list := int(serial >> 40 & (listsADay - 1))
	return certificate.Status{
		List:  fmt.Sprintf("%04d%02d%02d-%d", day.Year, int(day.Month), day.Day, list),
		Index: int(serial >> 43 & (certificate.StatusPlaces - 1)),
	}
}

func statusKey(s certificate.Status, prefix string) store.Key {
	return store.Key{Partition: "STATUS#" + s.List, Sort: fmt.Sprintf("%s%06d", prefix, s.Index)}
}

// placeWrite ensures that the index is not used by another certificate.
func placeWrite(s certificate.Status) store.Write {
	return store.Create("status", store.Item{Key: statusKey(s, placePrefix), Body: []byte("{}")})
}

// stateWrite publishes the state of an award at its index.
func stateWrite(s certificate.Status, state State) (store.Write, error) {
	body, err := json.Marshal(state)
	if err != nil {
		return store.Write{}, fmt.Errorf("publishing a state: %w", err)
	}
	return store.Put("state", store.Item{Key: statusKey(s, changedPrefix), Body: body}), nil
}

// StatusList returns the indexes of ended and of suspended certificates in the list.
func StatusList(ctx context.Context, s store.Store, list string) (ended, suspended []int, err error) {
	for item, err := range store.All(ctx, s, store.Query{Partition: "STATUS#" + list, Prefix: changedPrefix}) {
		if err != nil {
			return nil, nil, fmt.Errorf("status list: %w", err)
		}
		var state State
		if err := json.Unmarshal(item.Body, &state); err != nil {
			return nil, nil, fmt.Errorf("status list: %w", err)
		}
		index, err := strconv.Atoi(item.Sort[len(changedPrefix):])
		if err != nil {
			return nil, nil, fmt.Errorf("status list: %w", err)
		}
		switch state {
		case Ended:
			ended = append(ended, index)
		case Suspended:
			suspended = append(suspended, index)
		}
	}
	return ended, suspended, nil
}
