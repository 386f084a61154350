package instant

import (
	"context"
	"errors"

	"miaoban/shared/store"
)

// keepPolicy stores the policy document under its version, so that decisions can be replayed with
// it.
func (s *instance[F, P]) keepPolicy(ctx context.Context) error {
	if s.kept.Load() {
		return nil
	}
	var lost *store.Conflict
	err := s.Store.Commit(ctx, store.Create("policy", store.Item{Key: policyKey(s.version), Body: s.Service.Policy}))
	if err != nil && !errors.As(err, &lost) {
		return CommitError("storing the policy", err, nil)
	}
	s.kept.Store(true)
	return nil
}
