// Prints the festivals from the first year to the last as chinese-days computes them.
import chineseDays from 'chinese-days'

const { getSolarDateFromLunar, getSolarTermDate } = chineseDays
const [first, last] = process.argv.slice(2).map(Number)
for (let year = first; year <= last; year++) {
  const days = [
    getSolarDateFromLunar(`${year}-01-01`).date,
    getSolarTermDate(year, 4, 'pure_brightness'),
    getSolarDateFromLunar(`${year}-05-05`).date,
    getSolarDateFromLunar(`${year}-08-15`).date
  ]
  console.log([year, ...days.map((day) => day.slice(5))].join(' '))
}
