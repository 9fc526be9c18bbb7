// SPDX-License-Identifier: MIT
//
// Xapian as a peer: its own n-grams (FLAG_CJK_NGRAM: characters with positions, pairs without), no fsync, then compacted.
// Pairs, AND and OR ask for its terms directly; phrases go through its parser.  BM25 with k1 1.2, b 0.75.
#include <xapian.h>

#include <string>

#include "tests/bench/peers/driver.h"

static int make_index(const char *plain, const char *folder) {
  peer_text *texts;
  size_t count = peer_read(plain, &texts);
  std::string path = std::string(folder) + "/raw";
  double processor = peer_clock(1), wall = peer_clock(0);
  {
    Xapian::WritableDatabase base(path, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC);
    Xapian::TermGenerator generator;
    generator.set_flags(Xapian::TermGenerator::FLAG_CJK_NGRAM);
    for (size_t i = 0; i < count; i++) {
      Xapian::Document document;
      generator.set_document(document);
      generator.set_termpos(0);
      generator.index_text(std::string(texts[i].bytes, texts[i].size));
      base.add_document(document);
    }
    base.commit();
  }
  peer_report("index", processor, wall);
  processor = peer_clock(1), wall = peer_clock(0);
  {
    Xapian::Database raw(path);
    raw.compact(std::string(folder) + "/compact");
  }
  peer_report("optimize", processor, wall);
  return system(("rm -rf '" + path + "'").c_str()) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

struct asker {
  Xapian::Database base;
  Xapian::Enquire enquire;
  Xapian::QueryParser parser;
  explicit asker(const std::string &path) : base(path), enquire(base) {
    enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.75, 0.5));
    parser.set_database(base);
  }
};

static Xapian::Query made(asker *asking, const peer_query *query) {
  if (peer_is(query, "q")) {
    std::string terms(strlen(query->parts[0]) * 3 + 16, '\0');
    Xapian::Query all;
    terms.resize(peer_terms(query->parts[0], &terms[0]));
    for (size_t at = 0, end; at < terms.size(); at = end + 1) {
      end = terms.find(' ', at);
      all |= Xapian::Query(terms.substr(at, end - at));
    }
    return all;
  }
  if (query->count == 1 && strlen(query->parts[0]) > 6) {
    return asking->parser.parse_query("\"" + std::string(query->parts[0]) + "\"",
                                      Xapian::QueryParser::FLAG_PHRASE | Xapian::QueryParser::FLAG_CJK_NGRAM);
  }
  Xapian::Query all(query->parts[0]);
  for (int i = 1; i < query->count; i++) {
    if (peer_is(query, "or4"))
      all |= Xapian::Query(query->parts[i]);
    else
      all &= Xapian::Query(query->parts[i]);
  }
  return all;
}

static long ask(void *context, const peer_query *query) {
  asker *asking = static_cast<asker *>(context);
  asking->enquire.set_query(made(asking, query));
  if (peer_is(query, "count"))
    return static_cast<long>(
        asking->enquire.get_mset(0, 0, asking->base.get_doccount()).get_matches_lower_bound());
  return static_cast<long>(asking->enquire.get_mset(0, 10).size());
}

static void list(void *context, const peer_query *query, FILE *hits) {
  asker *asking = static_cast<asker *>(context);
  asking->enquire.set_query(made(asking, query));
  Xapian::MSet found = asking->enquire.get_mset(0, asking->base.get_doccount());
  for (Xapian::MSetIterator at = found.begin(); at != found.end(); ++at) fprintf(hits, "\t%u", *at - 1);
}

int main(int argc, char **argv) try {
  if (argc == 4 && strcmp(argv[1], "index") == 0) return make_index(argv[2], argv[3]);
  if (argc != 8 || strcmp(argv[1], "query") != 0) peer_fail("usage", "see driver.h");
  asker asking(std::string(argv[2]) + "/compact");
  const peer_engine engine = {&asking, ask, list};
  return peer_run(&engine, argv + 3);
} catch (const Xapian::Error &error) {
  peer_fail("xapian", error.get_description().c_str());
  return EXIT_FAILURE;
}
