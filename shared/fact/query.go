package fact

import "slices"

// Query reads named fields of one record.
type Query struct {
	Dataset *Dataset
	Key     string
	Columns []Column
	// Blind is set if the fields are read only to notify the people in the record, whatever their
	// relation to the applicant. The values never leave the rules.
	Blind bool
}

// AskBlind returns a query like Ask with Blind set.
func AskBlind(key string, columns ...Column) Query {
	q := Ask(key, columns...)
	q.Blind = true
	return q
}

// Ask returns a query for fields of one dataset in the record under the key.
func Ask(key string, columns ...Column) Query {
	dataset, _ := columns[0].column()
	return Query{Dataset: dataset, Key: key, Columns: columns}
}

// Merge returns the queries with one for each record: those of the same dataset and key become one
// for the columns of all of them. It is for conditions that are put together, each with its own
// queries.
func Merge(queries ...Query) []Query {
	var merged []Query
	for _, q := range queries {
		same := func(m Query) bool { return m.Dataset == q.Dataset && m.Key == q.Key && m.Blind == q.Blind }
		at := slices.IndexFunc(merged, same)
		if at < 0 {
			q.Columns = slices.Clone(q.Columns)
			merged = append(merged, q)
			continue
		}
		for _, c := range q.Columns {
			_, name := NameOf(c)
			if !slices.ContainsFunc(merged[at].Columns, func(m Column) bool { _, is := NameOf(m); return is == name }) {
				merged[at].Columns = append(merged[at].Columns, c)
			}
		}
	}
	return merged
}
