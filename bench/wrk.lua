-- The load of bench/load.py for wrk: another number in every request, and a count of the answers that were not wanted.
local path, expected, number = os.getenv("BENCH_PATH"), tonumber(os.getenv("BENCH_STATUS")), tonumber(os.getenv("BENCH_FIRST"))
local thread_of = nil
wrong = 0

function setup(thread) thread_of = thread end

function request()
  number = number + 1
  return wrk.format("GET", (path:gsub("{n}", string.format("%06d", number))))
end

function response(status)
  if status ~= expected then wrong = wrong + 1 end
end

function done(summary)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("\nRESULT %f %d\n", summary.requests * 1e6 / summary.duration, thread_of:get("wrong") + errors))
end
