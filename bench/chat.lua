-- One ordinary chat request, again and again, for the model in MODEL with the caller's key in KEY; prints what bench.py reads.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer " .. (os.getenv("KEY") or "none")
wrk.body = string.format([[{"model":"%s","messages":[{"role":"system","content":"You answer in one short paragraph."},]]
  .. [[{"role":"user","content":"Explain to a traveller what a tollgate is, why one pays there, and who keeps the money."}],]]
  .. [["temperature":0.2,"max_tokens":64}]], os.getenv("MODEL") or "gpt-4o-mini")

done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format('RESULT {"requests":%d,"seconds":%.6f,"p50":%.3f,"p90":%.3f,"p99":%.3f,"max":%.3f,"bad_status":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(90) / 1000,
    latency:percentile(99) / 1000, latency.max / 1000, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
