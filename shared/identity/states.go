package identity

import "strings"

// states are the codes of ISO 3166-1 alpha-3 (2020), and those that ICAO 9303-3 (8th edition, section 5) has besides
// for passports of the United Kingdom, Kosovo, the European Union, the United Nations, the Order of Malta and other
// organisations, and for refugees and the stateless. Without those of China: its citizens have other numbers here.
const states = " ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR" +
	" BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU" +
	" DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC" +
	" GRD GRL GTM GUF GUM GUY HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR" +
	" KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ" +
	" MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK" +
	" PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ" +
	" SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT" +
	" WLF WSM YEM ZAF ZMB ZWE" +
	" GBD GBN GBO GBP GBS RKS EUE UNA UNK UNO XBA XCC XCE XCO XEC XES XIM XMP XOM XPO XDC XXA XXB XXC XXX "

// chinese are the codes of China with its regions.
const chinese = " CHN HKG MAC TWN "

// State reports whether passports of foreigners are issued under the code of three letters.
func State(code string) bool { return len(code) == 3 && strings.Contains(states, " "+code+" ") }
