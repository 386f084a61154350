package fact

// Query asks for named fields of one record.
type Query struct {
	Dataset *Dataset
	Key     string
	Columns []Column
	// Blind says that it is asked only so that those whom the record names can be told,
	// whoever asks. Its values never leave the rules.
	Blind bool
}

// AskBlind is Ask for a query that is Blind.
func AskBlind(key string, columns ...Column) Query {
	q := Ask(key, columns...)
	q.Blind = true
	return q
}

// Ask is a query for the fields, all of one dataset, of the record under the key.
func Ask(key string, columns ...Column) Query {
	dataset, _ := columns[0].column()
	return Query{Dataset: dataset, Key: key, Columns: columns}
}
