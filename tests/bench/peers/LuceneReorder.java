// SPDX-License-Identifier: MIT
//
// The newest Lucene's reordering of documents at merges, by recursive graph bisection; for LuceneBench.
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.misc.index.BPIndexReorderer;
import org.apache.lucene.misc.index.BPReorderingMergePolicy;

public class LuceneReorder {
  public static MergePolicy around(MergePolicy policy) {
    BPReorderingMergePolicy made = new BPReorderingMergePolicy(policy, new BPIndexReorderer());
    made.setMinNaturalMergeNumDocs(1);
    return made;
  }
}
