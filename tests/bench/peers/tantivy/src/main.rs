// SPDX-License-Identifier: MIT
//
// Tantivy as a peer, by the rules of driver.h.  Its own n-gram tokenizer gives no positions, so bigrams come from one of
// ours; words of ASCII in lower case; BM25 as it is; one thread with 64 MB, then merged into one segment.  A single
// character is a regular expression over terms: those that begin with it.
use std::collections::HashMap;
use std::io::Write;
use std::time::Instant;
use tantivy::collector::{Count, DocSetCollector, TopDocs};
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::*;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument};

#[derive(Clone, Default)]
struct Bigrams {
    token: Token,
}

struct BigramStream<'a> {
    text: &'a str,
    at: usize,
    alone: bool, // the character at `at` was in no pair before
    token: &'a mut Token,
}

fn is_han(c: char) -> bool {
    matches!(c as u32, 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0x20000..=0x2FFFF)
}

impl Tokenizer for Bigrams {
    type TokenStream<'a> = BigramStream<'a>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> BigramStream<'a> {
        self.token.reset();
        BigramStream { text, at: 0, alone: true, token: &mut self.token }
    }
}

impl BigramStream<'_> {
    fn give(&mut self, from: usize, to: usize) -> bool {
        self.token.text.clear();
        self.token.text.push_str(&self.text[from..to]);
        self.token.offset_from = from;
        self.token.offset_to = to;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }
}

impl TokenStream for BigramStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some(c) = self.text[self.at..].chars().next() {
            let from = self.at;
            self.at += c.len_utf8();
            if is_han(c) {
                let alone = self.alone;
                if let Some(d) = self.text[self.at..].chars().next().filter(|d| is_han(*d)) {
                    self.alone = false;
                    return self.give(from, self.at + d.len_utf8());
                }
                self.alone = true;
                if alone {
                    return self.give(from, self.at);
                }
            } else if c.is_ascii_alphanumeric() {
                let rest = &self.text.as_bytes()[from..];
                self.at = from + rest.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
                self.give(from, self.at);
                self.token.text.make_ascii_lowercase();
                return true;
            }
        }
        false
    }
    fn token(&self) -> &Token {
        self.token
    }
    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

fn processor() -> f64 {
    let mut now = [0i64; 2];
    extern "C" {
        fn clock_gettime(clock: i32, time: *mut i64) -> i32;
    }
    unsafe { clock_gettime(2, now.as_mut_ptr()) };
    now[0] as f64 + now[1] as f64 * 1e-9
}

fn report(what: &str, processor_before: f64, wall: Instant) {
    println!("{what}\t{:.4}\t{:.4}", processor() - processor_before, wall.elapsed().as_secs_f64());
}

fn unescape(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                _ => '\\',
            },
            other => other,
        });
    }
    out
}

fn with_tokenizer(index: Index) -> Index {
    index.tokenizers().register("bigrams", TextAnalyzer::from(Bigrams::default()));
    index
}

fn make_index(plain: &str, folder: &str) -> tantivy::Result<()> {
    let texts: Vec<String> = std::fs::read_to_string(plain)?.lines().map(unescape).collect();
    let start = processor();
    let wall = Instant::now();
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("bigrams")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let x = schema.add_text_field("x", TextOptions::default().set_indexing_options(indexing));
    let n = schema.add_u64_field("n", FAST);
    let index = with_tokenizer(Index::create_in_dir(folder, schema.build())?);
    let mut writer = index.writer_with_num_threads(1, 64 << 20)?;
    for (number, text) in texts.iter().enumerate() {
        let mut document = TantivyDocument::default();
        document.add_text(x, text);
        document.add_u64(n, number as u64);
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?; // those of its own choice, which would take segments away from the one below
    report("index", start, wall);
    let (start, wall) = (processor(), Instant::now());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 64 << 20)?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    report("optimize", start, wall);
    Ok(())
}

fn pairs(text: &str) -> Vec<String> {
    let mut tokenizer = Bigrams::default();
    let mut stream = tokenizer.token_stream(text);
    let mut out = vec![];
    while stream.advance() {
        out.push(stream.token().text.clone());
    }
    out
}

struct Asker {
    searcher: Searcher,
    x: Field,
}

impl Asker {
    fn term(&self, text: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(self.x, text), IndexRecordOption::WithFreqs))
    }

    fn phrase(&self, text: &str) -> Box<dyn Query> {
        if text.chars().count() == 1 {
            return Box::new(RegexQuery::from_pattern(&format!("{text}.*"), self.x).expect("a pattern"));
        }
        let terms: Vec<Term> = pairs(text).iter().map(|pair| Term::from_field_text(self.x, pair)).collect();
        if terms.len() == 1 {
            return self.term(text);
        }
        Box::new(PhraseQuery::new(terms))
    }

    fn query(&self, line: &[&str]) -> Box<dyn Query> {
        if line[0] == "q" {
            let mut terms = pairs(line[1]);
            terms.sort();
            terms.dedup();
            return Box::new(BooleanQuery::union(terms.iter().map(|term| self.term(term)).collect()));
        }
        if line.len() == 2 {
            return self.phrase(line[1]);
        }
        let occur = if line[0] == "or4" { Occur::Should } else { Occur::Must };
        Box::new(BooleanQuery::new(line[1..].iter().map(|part| (occur, self.phrase(part))).collect()))
    }

    fn ask(&self, line: &[&str]) -> tantivy::Result<usize> {
        let query = self.query(line);
        if line[0] == "count" {
            return self.searcher.search(&*query, &Count);
        }
        Ok(self.searcher.search(&*query, &TopDocs::with_limit(10).order_by_score())?.len())
    }

    fn list(&self, line: &[&str], out: &mut impl Write) -> tantivy::Result<()> {
        let mut found: Vec<_> = self.searcher.search(&*self.query(line), &DocSetCollector)?.into_iter().collect();
        found.sort();
        for hit in found {
            let column = self.searcher.segment_reader(hit.segment_ord).fast_fields().u64("n")?;
            write!(out, "\t{}", column.first(hit.doc_id).unwrap_or(0))?;
        }
        Ok(())
    }
}

fn ask_all(folder: &str, queries: &str, warm: usize, passes: usize, hits: &str, count: usize) -> tantivy::Result<()> {
    let index = with_tokenizer(Index::open_in_dir(folder)?);
    let x = index.schema().get_field("x")?;
    let asker = Asker { searcher: index.reader()?.searcher(), x };
    let text = std::fs::read_to_string(queries)?;
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    let mut best = vec![f64::MAX; lines.len()];
    let mut found = vec![0; lines.len()];
    for pass in 0..warm + passes {
        for (i, line) in lines.iter().enumerate().filter(|(_, line)| line[0] != "filter") {
            let start = Instant::now();
            found[i] = asker.ask(line)?;
            let took = start.elapsed().as_secs_f64() * 1e6;
            if pass >= warm && took < best[i] {
                best[i] = took;
            }
        }
    }
    let mut out = std::io::BufWriter::new(std::fs::File::create(hits)?);
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, line)| line[0] != "filter") {
        println!("{i}\t{}\t{:.2}\t{}", line[0], best[i], found[i]);
        let so_far = seen.entry(line[0]).or_insert(0);
        *so_far += 1;
        if *so_far <= count && line[0] != "q" && line[0] != "count" {
            write!(out, "{i}")?;
            asker.list(line, &mut out)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn main() -> tantivy::Result<()> {
    let a: Vec<String> = std::env::args().collect();
    if a[1] == "index" {
        return make_index(&a[2], &a[3]);
    }
    ask_all(&a[2], &a[3], a[4].parse().unwrap(), a[5].parse().unwrap(), &a[6], a[7].parse().unwrap())
}
