#!/bin/sh
# SPDX-License-Identifier: MIT
# HTML: the text of a page, where it breaks and where it runs on, ruby, entities, what is no text.
. "${top_srcdir:-.}/tests/tools/common.sh"

cat >p.html <<'X'
<!DOCTYPE html><html><head><meta charset="gbk"><title>医院
  新闻&amp;通知</title><style>p { content: "样式" }</style><script>var x = "脚本<b>里面</b>";</script></head>
<body><!-- 注释里面 --><h1>院領導</h1>
<p>院<ruby>領<rp>(</rp><rt>lǐng</rt><rp>)</rp></ruby><ruby>導<rt>dǎo</rt></ruby>帶隊到<b>鄉</b>村，&#37129;&#x6751;&nbsp;&lt;tag&gt;，天<br>地<x-y>玄</x-y>黄</p>
<table><tr><td>左格<td>右格</table>
<p>这是一个长得超过二十个字的段落，它的末尾在这里，不该接上</p><p>后面的段落</p>
<ruby>漢<rt>hàn</rt>字<rt>zì</rt></ruby>學，<ruby><rb>東<rb>京<rt>dōng<rt>jīng</ruby>都
<pre>
行一
行二
</pre>你
好 <a href="x" title="属性">链接</a>文字&unknown;<noscript>没有程序</noscript></body></html>
X
gives 0 "$index" add p.html
silent out
found() { for query; do same "found: $query" p.html "$("$search" --strict -l "$query")"; done; }
absent() { for query; do same "absent: $query" '' "$("$search" --strict -l "$query")"; done; }
found title:医院新闻 院领导 '"到乡村"' 院領導帶隊到 '"，乡村"' '"tag"' 地玄黄 左格 汉字学 东京都 '"行一"' 你好 链接文字 没有程序
absent 样式 里面 属性 天地 左格右格 不该接上后面 上后 gbk lǐng 行一行二
"$search" -n 1 --format=json 领导帶 | grep -q '"highlights":\[\[' || fail 'highlights'
same 'ruby is kept' 1 "$("$index" dump | grep -c "院$(printf '\357\277\271領\357\277\272lǐng\357\277\273')")"

# Without a title: a line, or the name.  Pages that end early, or are none.
printf '<p>短</p><p>这一行有五个字以上</p>' >line.html
printf '<p>短' >name.htm
: >empty.html
printf '<title>只有标题没有结尾' >cut.xhtml
printf '<<<>&#0;&#xD800;\000\377<ruby><rt>一<ruby>二</rt></title></pre>三</body>四' >odd.html
gives 0 "$index" -i T add line.html name.htm empty.html cut.xhtml odd.html
same 'a line' '{"id":"line.html","_assist":{"title_in_body":[5,27]},"title":"这一行有五个字以上","body":"短\n\n这一行有五个字以上"}' "$("$index" -i T dump --document=line.html)"
same 'the name' '{"id":"name.htm","body":"短","title":"name.htm"}' "$("$index" -i T dump --document=name.htm)"
same 'cut short' cut.xhtml "$("$search" -i T -l title:没有结尾)"
same 'behind the end' odd.html "$("$search" -i T -l 四)"
# Tags with more attributes than anybody reads: in time, and the rest of the page is there.
awk 'BEGIN {
  printf "<script>if (i<n) x = \"</p>\"; a=\047"; for (i = 0; i < 3000; i++) printf "= "; print "\047</script><!-- <p"
  for (i = 0; i < 3000; i++) printf " c=d"; print "--><p>前面</p>"
  printf "<p title=\"a > b\""; for (i = 0; i < 200000; i++) printf " a%d=\"x\"", i; print ">后面</p><p class=\"1>2\">最后</p>"
}' >many.html
gives 0 "$index" -i M add many.html
same 'many attributes' '{"id":"many.html","body":"前面\n\n后面\n\n最后","title":"many.html"}' "$("$index" -i M dump)"
printf '<p>从标准输入' | gives 0 "$index" -i T add --format=html --key=in -
same 'standard input' in "$("$search" -i T -l 标准输入)"
printf '\n<!doctype HTML><p>没有<b>名字</b>的页面' | gives 0 "$index" -i T add --key=seen -
same 'seen to be HTML' seen "$("$search" -i T -l 没有名字的页面)"
if iconv -f UTF-8 -t BIG5 /dev/null 2>/dev/null; then
  printf '<html><head><meta charset=big5></head><body>繁體中文</body></html>' | iconv -f UTF-8 -t BIG5 >b.html
  gives 0 "$index" -i T add b.html
  same 'in Big5' b.html "$("$search" -i T -l 繁体中文)"
fi
finish
