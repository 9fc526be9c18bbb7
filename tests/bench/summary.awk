# SPDX-License-Identifier: MIT
# Latency by class from lines `number class microseconds ...` that were sorted by microseconds within their class, classes
# together: p50, p95, p99 (nearest rank from above), geometric mean, the largest.
function ceiling(x) { return x == int(x) ? x : int(x) + 1 }
function flush() {
  if (n == 0) return
  printf "%-8s %6d %9.1f %9.1f %9.1f %9.1f %10.1f\n", class, n, us[ceiling(n * .5)], us[ceiling(n * .95)],
    us[ceiling(n * .99)], exp(logs / n), us[n]
  n = 0; logs = 0
}
BEGIN { FS = "\t"; printf "%-8s %6s %9s %9s %9s %9s %10s\n", "class", "asked", "p50", "p95", "p99", "geomean", "worst" }
$2 != class { flush(); class = $2 }
{ us[++n] = $3 + 0; logs += log($3 > 0.01 ? $3 : 0.01) }
END { flush() }
