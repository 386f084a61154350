package credential

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/signature"
)

// StatusList signs the list for the purpose; places are the indexes whose bit is set. An index
// outside the list is an error.
func StatusList(ctx context.Context, key signature.Key, origin, list string, purpose Purpose, places []int, at time.Time) (string, error) {
	bits := make([]byte, certificate.StatusPlaces/8)
	for _, p := range places {
		if p < 0 || p >= certificate.StatusPlaces {
			return "", fmt.Errorf("credential: a status list has no place %d", p)
		}
		bits[p/8] |= 0x80 >> (p % 8) // index 0 is the highest bit. #nosec G602 -- p is a place of the list
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(bits); err != nil {
		return "", fmt.Errorf("credential: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("credential: %w", err)
	}
	url := ListURL(origin, list, purpose)
	return SignToken(ctx, key, typeStatusList, document{
		Context: contexts[:1], ID: url, Type: []string{"VerifiableCredential", "BitstringStatusListCredential"},
		Issuer: issuer{ID: origin}, ValidFrom: at.In(calendar.Zone).Format(timeFormat),
		Subject: subject{
			ID: url + "#list", Type: "BitstringStatusList", StatusPurpose: string(purpose),
			EncodedList: "u" + base64.RawURLEncoding.EncodeToString(packed.Bytes()), // multibase: base64url
		},
	})
}

// Listed reports whether the bit at the index place is set in the signed list. An invalid token or
// index is an error.
func Listed(token string, keys signature.Verifiers, place int) (bool, error) {
	list, failed := open(token, keys)
	if failed != nil {
		return false, errors.New("credential: the status list is invalid: " + failed.Reason.EN)
	}
	var d document
	if err := json.Unmarshal(list.payload, &d); err != nil || list.kind != typeStatusList || len(d.Subject.EncodedList) == 0 || place < 0 ||
		place >= certificate.StatusPlaces {
		return false, errors.New("credential: not a status list that contains the index")
	}
	packed, err := base64.RawURLEncoding.DecodeString(d.Subject.EncodedList[1:])
	if err != nil {
		return false, fmt.Errorf("credential: %w", err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return false, fmt.Errorf("credential: %w", err)
	}
	bits, err := io.ReadAll(io.LimitReader(r, certificate.StatusPlaces/8))
	if err != nil || len(bits) != certificate.StatusPlaces/8 {
		return false, errors.New("credential: the status list is truncated")
	}
	return bits[place/8]&(0x80>>(place%8)) != 0, nil
}
