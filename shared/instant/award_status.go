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

// Certificates have their places in status lists, which say to everybody which of
// them are revoked or suspended and nothing else. A day has several lists, and a
// place is drawn at random: lists show no order and no counter is shared. That a
// place is nobody else's, a write of the commit holds; a draw that loses is drawn
// again.
const (
	listsADay     = 8
	placePrefix   = "PLACE#"
	changedPrefix = "STATE#"
)

// statusOf is the place that the serial draws on the day. It is of other digits of
// the serial than numbers are.
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

// placeWrite holds that the place is nobody else's.
func placeWrite(s certificate.Status) store.Write {
	return store.Create("status", store.Item{Key: statusKey(s, placePrefix), Body: []byte("{}")})
}

// stateWrite publishes how an award stands in its place.
func stateWrite(s certificate.Status, state State) (store.Write, error) {
	body, err := json.Marshal(state)
	if err != nil {
		return store.Write{}, fmt.Errorf("publishing a state: %w", err)
	}
	return store.Put("state", store.Item{Key: statusKey(s, changedPrefix), Body: body}), nil
}

// StatusList is the places of the list whose certificates are ended, and those that
// are suspended.
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
