package fact

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
