package tradename

import (
	"strings"

	"miaoban/shared/hanzi"
	"miaoban/shared/lang"
)

// group are words in names that a person looks at, by the article of the 企业名称登记管理规定 (2020-12-14). Each
// may have another meaning, so none rejects.
type group struct {
	article, about lang.Text
	words          []string
}

// further are the words that were added to the reserved ones.
var further = []group{{
	reserved[0].article, reserved[0].about,
	strings.Fields(`
央行 中央银行 中宣部 中组部 统战部 政法委 组织部 宣传部 武装部 证监会 银保监 外汇局 网信办 国安局 卫健委 卫健局 工信部 财政部 教育部 商务部 民政部 市监局 总书记
国家主席 国务委员 总理 陆军 海军 空军 火箭军`),
}, {
	lang.T("第十一条第七项", "art. 11(7)"), lang.T("领导人、英雄烈士或者公众熟知的反面人物的姓名，可能有不良影响",
		"the name of a leader, a hero or a notorious person, which may have ill effects"),
	strings.Fields(`
毛泽东 毛主席 周恩来 刘少奇 朱德 邓小平 陈云 华国锋 胡耀邦 赵紫阳 叶剑英 李先念 彭德怀 江泽民 李鹏 朱镕基 胡锦涛 温家宝 习近平 李克强 李强 赵乐际 王沪宁 蔡奇 丁薛祥 李希
孙中山 宋庆龄 宋教仁 李大钊 瞿秋白 方志敏 杨靖宇 赵一曼 刘胡兰 董存瑞 黄继光 邱少云 江竹筠 雷锋 焦裕禄 王进喜 蒋介石 汪精卫 秦桧 林彪 江青 东条英机 希特勒`),
}}

var reserved = []group{{
	lang.T("第十一条第三项", "art. 11(3)"), lang.T("政党、党政军机关、群团组织的名称、简称、特定称谓", "parties, organs of state, the forces and mass organisations"),
	strings.Fields(`
共产党 国民党 民革 民盟 民建 民进 农工党 致公党 九三学社 台盟 党委 党支部 党中央 党校 国务院 政府 人民 人大常委 人大代表 政协 监委 纪委 监察 法院 法庭 检察 公安
公检法 派出所 警察 民警 干警 刑警 辅警 武警 特警 交警 警务 军区 军委 解放军 部队 国防 海关 税务 国税 地税 工商局 市场监督 市场监管 城管 民政局 财政局 教育局 卫生局 司法局
国土局 社保局 人社局 医保局 发改委 国资委 管委会 街道办 办事处 居委会 村委会 外交部 中南海 共青团 团委 妇联 工会 文联 残联 侨联 工商联 科协
红十字 少先队`),
}, {
	lang.T("第十一条第四项", "art. 11(4)"), lang.T("外国国家（地区）、国际组织的名称、简称、特定称谓", "foreign states and regions, and international organisations"),
	append(states(), strings.Fields(`联合国 世卫 世界卫生组织 世贸 世界银行 欧盟 东盟 北约 国际货币基金 奥委会 奥林匹克 上合组织 金砖国家 白宫`)...),
}, {
	lang.T("第十一条第五项", "art. 11(5)"), lang.T("色情、赌博、迷信、恐怖、暴力的内容", "pornography, gambling, superstition, terror or violence"),
	strings.Fields("色情 淫秽 赌博 赌场 博彩 毒品 邪教 恐怖 暴力 杀手"),
}, {
	lang.T("第十条、第十一条第八项", "arts. 10, 11(8)"), lang.T("使人对组织形式或者行业产生误解的字词", "a word that misleads about the form of the business"),
	strings.Fields(`
集团 有限 股份 公司 企业 合伙 合作社 合作联社 信用社 银行 金融 保险 信托 证券 基金 典当 交易所 交易中心 国有 国营 央企 连锁 总部 研究院 研究所
科学院 设计院 大学 学院 学校 中学 小学 幼儿园 医院 诊所 卫生院 协会 学会 商会 联合会 联盟 委员会 事务所 律师 公证 仲裁 慈善 官方`),
}}

// word is a reserved word with its group.
type word struct {
	key, text      string
	article, about lang.Text
}

// reservedIn returns the first word of the groups in the name.
func reservedIn(name string, groups []group) (word, bool) {
	key := hanzi.Key(name)
	for _, g := range groups {
		for _, text := range g.words {
			if strings.Contains(key, text) {
				return word{key, text, g.article, g.about}, true
			}
		}
	}
	return word{}, false
}

// states are the common names of states and foreign regions, but those that are everyday words as well.
func states() []string {
	return strings.Fields(`
阿富汗 阿尔巴尼亚 阿尔及利亚 安道尔 安哥拉 安提瓜 阿根廷 亚美尼亚 澳大利亚 澳洲 奥地利 阿塞拜疆 巴哈马 巴林 孟加拉 巴巴多斯 白俄罗斯 比利时 伯利兹 贝宁 不丹
玻利维亚 波黑 波斯尼亚 博茨瓦纳 巴西 文莱 保加利亚 布基纳法索 布隆迪 柬埔寨 喀麦隆 加拿大 佛得角 中非 乍得 智利 哥伦比亚 科摩罗 刚果 哥斯达黎加 科特迪瓦
克罗地亚 古巴 塞浦路斯 捷克 丹麦 吉布提 多米尼克 多米尼加 厄瓜多尔 埃及 萨尔瓦多 赤道几内亚 厄立特里亚 爱沙尼亚 斯威士兰 埃塞俄比亚 斐济 芬兰 法国 加蓬 冈比亚
格鲁吉亚 德国 德意志 加纳 希腊 格林纳达 危地马拉 几内亚 圭亚那 海地 洪都拉斯 匈牙利 冰岛 印度 印度尼西亚 印尼 伊朗 伊拉克 爱尔兰 以色列 意大利 牙买加 日本 约旦
哈萨克斯坦 肯尼亚 基里巴斯 科威特 吉尔吉斯斯坦 老挝 拉脱维亚 黎巴嫩 莱索托 利比里亚 利比亚 列支敦士登 立陶宛 卢森堡 马达加斯加 马拉维 马来西亚 马尔代夫 马里
马耳他 马绍尔 毛里塔尼亚 毛里求斯 墨西哥 密克罗尼西亚 摩尔多瓦 摩纳哥 蒙古国 黑山 摩洛哥 莫桑比克 缅甸 纳米比亚 瑙鲁 尼泊尔 荷兰 新西兰 尼加拉瓜 尼日尔
尼日利亚 朝鲜 北马其顿 马其顿 挪威 阿曼 巴基斯坦 帕劳 巴勒斯坦 巴拿马 巴布亚新几内亚 巴拉圭 秘鲁 菲律宾 波兰 葡萄牙 卡塔尔 韩国 罗马尼亚 俄罗斯 卢旺达
圣基茨 圣卢西亚 圣文森特 萨摩亚 圣马力诺 圣多美 沙特 沙特阿拉伯 塞内加尔 塞尔维亚 塞舌尔 塞拉利昂 新加坡 斯洛伐克 斯洛文尼亚 所罗门群岛 索马里 南非 南苏丹 西班牙
斯里兰卡 苏丹 苏里南 瑞典 瑞士 叙利亚 塔吉克斯坦 坦桑尼亚 泰国 东帝汶 多哥 汤加 特立尼达 突尼斯 土耳其 土库曼斯坦 图瓦卢 乌干达 乌克兰 阿联酋
阿拉伯联合酋长国 英国 英格兰 苏格兰 美国 美利坚 乌拉圭 乌兹别克斯坦 瓦努阿图 梵蒂冈 委内瑞拉 越南 也门 赞比亚 津巴布韦 科索沃 夏威夷 格陵兰 波多黎各 百慕大
关岛 直布罗陀 留尼汪 阿鲁巴 库拉索 马提尼克 瓜德罗普 新喀里多尼亚 法属 英属 美属 荷属 蒙古 西撒哈拉 阿森松岛 安圭拉 南极洲 奥兰群岛 圣巴泰勒米 布韦岛
库克群岛 克利珀顿 圣诞岛 迪戈加西亚 休达 欧元区 福克兰 法罗群岛 根西 南乔治亚 赫德岛 马恩岛 泽西 开曼 蒙特塞拉特 诺福克岛 纽埃 圣皮埃尔 皮特凯恩
圣赫勒拿 斯瓦尔巴 特克斯 托克劳 瓦利斯 马约特`)
}
