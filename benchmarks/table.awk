# Makes Markdown tables of compare.sh's raw results: for each run a line
#   RUN contestant model batch round exit-code
# and, if it ended well, its RESULT and PROCESS lines.
BEGIN { seen["grad4j"]; contestants[++width] = "grad4j" } # all ratios are to it
$1 == "RUN" {
    who = $2; cell = $3 SUBSEP $4
    if (!(who in seen)) { seen[who]; contestants[++width] = who }
    if (!(cell in known)) { known[cell]; cells[++height] = cell }
    runs[who, cell]++
    if ($6 != 0) { fault[who, cell] = $6 == 3 ? "n/a" : $6 == 124 ? "gave up" : "failed" }
}
$1 == "RESULT" { add("time", $6); add("accuracy", $NF) }
$1 == "PROCESS" { add("peak", $6); add("start", $9) }

function add(what, value,    n) {
    n = ++count[what, who, cell]
    values[what, who, cell, n] = value + 0
}

# The median of the rounds, -1 if there is none.
function middle(what, c, k,    n, i, j, t, v) {
    n = count[what, c, k]
    if (!n) return -1
    for (i = 1; i <= n; i++) v[i] = values[what, c, k, i]
    for (i = 2; i <= n; i++)
        for (j = i; j > 1 && v[j - 1] > v[j]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}

# How many rounds a median is of, where some failed.
function some(what, c, k,    n) {
    n = count[what, c, k]
    return n < runs[c, k] ? " of " n "/" runs[c, k] : ""
}

# Times below 10 us have more digits.
function figure(format, value) {
    return sprintf(format == "%.1f" && value < 10 ? "%.3f" : format, value)
}

function heading(    i, line) {
    line = "| model | batch |"
    for (i = 1; i <= width; i++) line = line " " contestants[i] " |"
    print line
    line = "|---|---:|"
    for (i = 1; i <= width; i++) line = line "---:|"
    print line
}

# One row a cell: our value, and each other's with its ratio to ours.
function compare(title, what, format,    i, j, k, parts, line, ours, theirs, logs, n, least, ratio) {
    print "\n### " title "\n"
    heading()
    for (j = 1; j <= height; j++) {
        k = cells[j]
        split(k, parts, SUBSEP)
        line = "| " parts[1] " | " parts[2] " |"
        ours = middle(what, contestants[1], k)
        for (i = 1; i <= width; i++) {
            theirs = middle(what, contestants[i], k)
            if (theirs < 0) {
                line = line " " ((contestants[i], k) in fault ? fault[contestants[i], k] : "-") " |"
            } else if (i == 1 || ours <= 0) {
                line = line " " figure(format, theirs) some(what, contestants[i], k) " |"
            } else {
                ratio = theirs / ours
                line = line " " figure(format, theirs) some(what, contestants[i], k)
                line = line " (**" sprintf("%.2f", ratio) "**) |"
                if (parts[1] != "chain" && ratio > 0) {
                    logs[i] += log(ratio)
                    n[i]++
                    if (!(i in least) || ratio < least[i]) least[i] = ratio
                }
            }
        }
        print line
    }
    line = "| geometric mean, least (without chain) | | |"
    for (i = 2; i <= width; i++)
        line = line " " (n[i] ? sprintf("**%.2f**, %.2f", exp(logs[i] / n[i]), least[i]) : "-") " |"
    print line
}

function accuracies(    i, j, k, m, low, high, v, parts, line) {
    print "\n### Accuracy on 2000 test images: median, least and most of the rounds\n"
    heading()
    for (j = 1; j <= height; j++) {
        k = cells[j]
        split(k, parts, SUBSEP)
        if (parts[1] == "chain") continue
        line = "| " parts[1] " | " parts[2] " |"
        for (i = 1; i <= width; i++) {
            low = 2; high = -1
            for (m = 1; m <= count["accuracy", contestants[i], k]; m++) {
                v = values["accuracy", contestants[i], k, m]
                if (v < low) low = v
                if (v > high) high = v
            }
            line = line (high < 0 ? " - |" : sprintf(" %.4f (%.4f to %.4f) |", middle("accuracy", contestants[i], k), low, high))
        }
        print line
    }
}

END {
    compare("Median time of a step in µs (**peer ÷ ours**)", "time", "%.1f")
    compare("Peak resident memory in MB (**peer ÷ ours**)", "peak", "%.0f")
    compare("From the start of the JVM to the end of the first step in ms (**peer ÷ ours**)", "start", "%.0f")
    accuracies()
}
