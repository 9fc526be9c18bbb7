// SPDX-License-Identifier: MIT
//
// Lucene as a peer, by the rules of driver.h; compiles against 8 and 10.  CJKAnalyzer, BM25(1.2, 0.75), no stored text,
// one thread (SerialMergeScheduler), a buffer of 64 MB, then forceMerge(1); no query cache.
//   LUCENE_PHRASE=ngram   phrases as NGramPhraseQuery        LUCENE_REORDER=1   documents reordered by bisection (LuceneReorder)
import java.io.*;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.*;

public class LuceneBench {
  static final boolean NGRAM = "ngram".equals(System.getenv("LUCENE_PHRASE"));
  static final boolean REORDER = System.getenv("LUCENE_REORDER") != null;

  static double processor() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime() * 1e-9;
  }

  static String unescape(String line) {
    if (line.indexOf('\\') < 0) return line;
    StringBuilder out = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      c = line.charAt(++i);
      out.append(c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : '\\');
    }
    return out.toString();
  }

  static void report(String what, double processor, double wall) {
    System.out.printf(Locale.ROOT, "%s\t%.4f\t%.4f%n", what, processor() - processor, System.nanoTime() * 1e-9 - wall);
  }

  static void index(String plain, String folder) throws Exception {
    List<String> texts = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(Path.of(plain), StandardCharsets.UTF_8)) {
      for (String line; (line = in.readLine()) != null;) texts.add(unescape(line));
    }
    double processor = processor(), wall = System.nanoTime() * 1e-9;
    IndexWriterConfig config = new IndexWriterConfig(new CJKAnalyzer());
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    config.setRAMBufferSizeMB(64);
    config.setMergeScheduler(new SerialMergeScheduler());
    config.setSimilarity(new BM25Similarity(1.2f, 0.75f));
    config.setUseCompoundFile(false);
    if (REORDER) {
      config.setMergePolicy((MergePolicy) Class.forName("LuceneReorder").getMethod("around", MergePolicy.class)
          .invoke(null, config.getMergePolicy()));
    }
    IndexWriter writer = new IndexWriter(new MMapDirectory(Path.of(folder)), config);
    Document document = new Document();
    TextField body = new TextField("x", "", Field.Store.NO);
    NumericDocValuesField number = new NumericDocValuesField("n", 0);
    document.add(body);
    document.add(number);
    for (int i = 0; i < texts.size(); i++) {
      body.setStringValue(texts.get(i));
      number.setLongValue(i);
      writer.addDocument(document);
    }
    writer.commit();
    report("index", processor, wall);
    processor = processor();
    wall = System.nanoTime() * 1e-9;
    writer.forceMerge(1);
    writer.commit();
    writer.close();
    report("optimize", processor, wall);
  }

  static boolean isHan(char c) {
    return (c >= 0x3400 && c < 0x4DC0) || (c >= 0x4E00 && c < 0xA000);
  }

  static Term term(String text) {
    return new Term("x", text);
  }

  static Query phrase(String text) {
    if (text.length() == 1) return new PrefixQuery(term(text));
    if (text.length() == 2) return new TermQuery(term(text));
    PhraseQuery.Builder builder = new PhraseQuery.Builder();
    for (int i = 0; i + 2 <= text.length(); i++) builder.add(term(text.substring(i, i + 2)), i);
    PhraseQuery made = builder.build();
    return NGRAM ? new NGramPhraseQuery(2, made) : made;
  }

  static Query question(String text) {
    Set<String> pairs = new LinkedHashSet<>();
    for (int i = 0; i + 2 <= text.length(); i++)
      if (isHan(text.charAt(i)) && isHan(text.charAt(i + 1))) pairs.add(text.substring(i, i + 2));
    for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")) if (!word.isEmpty()) pairs.add(word);
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    for (String pair : pairs) builder.add(new TermQuery(term(pair)), BooleanClause.Occur.SHOULD);
    return builder.build();
  }

  static Query query(String[] line) {
    if (line[0].equals("q")) return question(line[1]);
    if (line.length == 2) return phrase(line[1]);
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    for (int i = 1; i < line.length; i++)
      builder.add(phrase(line[i]), line[0].equals("or4") ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST);
    return builder.build();
  }

  static long sink;

  static void ask(IndexSearcher searcher, String[] line) throws IOException {
    if (line[0].equals("count")) sink += searcher.count(query(line));
    else for (ScoreDoc hit : searcher.search(query(line), 10).scoreDocs) sink += hit.doc;
  }

  static void list(IndexSearcher searcher, String[] line, PrintWriter hits) throws IOException {
    int limit = searcher.getIndexReader().maxDoc();
    NumericDocValues[] numbers = {null};
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    ScoreDoc[] found = searcher.search(query(line), limit).scoreDocs;
    Arrays.sort(found, Comparator.comparingInt(hit -> hit.doc));
    for (ScoreDoc hit : found) {
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
      numbers[0] = DocValues.getNumeric(leaf.reader(), "n");
      if (numbers[0].advanceExact(hit.doc - leaf.docBase)) hits.print("\t" + numbers[0].longValue());
    }
  }

  static void query(String folder, String queries, int warm, int passes, String hitsPath, int count) throws Exception {
    IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(new MMapDirectory(Path.of(folder))));
    searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
    searcher.setQueryCache(null);
    List<String[]> lines = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(queries), StandardCharsets.UTF_8)) lines.add(line.split("\t"));
    double[] best = new double[lines.size()];
    for (int pass = 0; pass < warm + passes; pass++) {
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i)[0].equals("filter")) continue;
        long start = System.nanoTime();
        ask(searcher, lines.get(i));
        double took = (System.nanoTime() - start) * 1e-3;
        if (pass == warm || (pass > warm && took < best[i])) best[i] = took;
      }
    }
    try (PrintWriter hits = new PrintWriter(Files.newBufferedWriter(Path.of(hitsPath)))) {
      int inClass = 0;
      for (int i = 0; i < lines.size(); i++) {
        String[] line = lines.get(i);
        inClass = i > 0 && line[0].equals(lines.get(i - 1)[0]) ? inClass + 1 : 0;
        if (line[0].equals("filter")) continue;
        System.out.printf(Locale.ROOT, "%d\t%s\t%.2f\t%d%n", i, line[0], best[i], 0);
        if (inClass >= count || line[0].equals("q") || line[0].equals("count")) continue;
        hits.print(i);
        list(searcher, line, hits);
        hits.print("\n");
      }
    }
  }

  public static void main(String[] a) throws Exception {
    if (a[0].equals("index")) index(a[1], a[2]);
    else query(a[1], a[2], Integer.parseInt(a[3]), Integer.parseInt(a[4]), a[5], Integer.parseInt(a[6]));
  }
}
