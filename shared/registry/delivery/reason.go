package delivery

// reason is why a row was rejected.
type reason struct {
	code   string // stable
	zh, en string
}

// The codes of reasons.
const (
	codeEncoding      = "encoding"     // bytes that are no text
	codeUserDefined   = "user-defined" // a character that only some machines show
	codeLong          = "too-long"
	codeQuotes        = "quotes"
	codeCells         = "cells" // too few, too many, or one without a column
	codeJSON          = "json"
	codeMember        = "member"      // a field that the dataset does not have
	codeLostDigits    = "lost-digits" // a spreadsheet kept 15 digits of a number
	codeSpreadsheet   = "spreadsheet" // an error or a formula of a spreadsheet, in place of a value
	codeKey           = "key"
	codeAsOf          = "as-of"
	codeWithdrawn     = "withdrawn"
	codeNoValues      = "no-values"
	codeValue         = "value"
	codeFuture        = "future"          // a day that has not come yet
	codeSamePerson    = "same-person"     // two who are not one
	codeOrder         = "order"           // a number or day that is more than its limit in another field
	codeTwice         = "twice"           // another row of the file says otherwise of the same record
	codeContradiction = "contradicts-key" // the row says of a person what their ID number does not
)

func (r *reason) String() string { return r.zh + " / " + r.en }

// in is the reason with the column that it is about.
func (r *reason) in(column string) *reason { return r.inField(column, column) }

func (r *reason) inField(zh, en string) *reason {
	return &reason{r.code, zh + "：" + r.zh, en + ": " + r.en}
}

var userDefinedCharacter = &reason{codeUserDefined, "有用户自定义区（造字区）的字，别的电脑显示不了，请换成标准字",
	"has a character of the user-defined area, which other machines do not show: use a standard one"}

var lostCharacter = &reason{codeEncoding, "有“\ufffd”：这个字在转换编码时已经丢失，请从原始数据重新导出",
	"has the mark for a lost character: an earlier conversion lost it, so export it again"}

var lostInConversion = &reason{codeEncoding, "有“?”：可能是转换编码时丢失的字，请从原始数据重新导出",
	"has a question mark, perhaps in the place of a character that a conversion lost: export it again"}

var markup = &reason{codeValue, "有网页代码（例如 <br>、&nbsp;）：请从原始数据重新导出", "has the code of a web page, such as <br> or &nbsp;: export it again"}

var maskedName = &reason{codeValue, "姓名有字被遮住（*）：请从原始数据重新导出，不要脱敏", "is masked (*): export the name as it is registered"}
