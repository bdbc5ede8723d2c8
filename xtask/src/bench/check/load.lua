-- The load of `cargo xtask bench check` for wrk: a check is a POST of a code and a GET of the page to which it leads.
--
-- Each thread has one connection, so that an answer belongs to the previous request. Arguments: the folder of the codes
-- (`codes.0`, `codes.1`, … one for each thread), and the microseconds between two checks of a thread, 0 for no pause.
-- With the address of a page as third argument the same visitors request that page instead of making checks.

local ffi = require("ffi")
ffi.cdef("typedef struct { long s; long ns; } moment; int clock_gettime(int clock, moment *now);")
local moment = ffi.new("moment")

local function now()
  ffi.C.clock_gettime(1, moment)
  return tonumber(moment.s) * 1e6 + tonumber(moment.ns) / 1e3
end

local threads = {}

function setup(thread)
  thread:set("id", #threads)
  table.insert(threads, thread)
end

local codes, used, begun, due, sent, idle = {}, 0, nil, 0, 0, false

function init(args)
  folder, gap, only, shown, wrong = args[1], tonumber(args[2]), args[3], 0, 0
  host = wrk.headers["Host"]
  if only then return end
  for line in io.lines(folder .. "/codes." .. id) do codes[#codes + 1] = line end
  -- Results read at the end: answers as lines, the page that is still to be loaded, failed answers.
  answers, page, post_us, exhausted = {}, "", 0, 0
  if gap > 0 then
    -- Due at fixed times, even if earlier checks were slow.
    delay = function()
      if page ~= "" then return 0 end
      if not begun then begun = now() + gap * math.random() end
      due = begun + used * gap
      return math.max(0, math.floor((due - now()) / 1000))
    end
  end
end

local function address()
  local number = id * 100000 + used
  return (20 + number % 90) .. "." .. (math.floor(number / 90) % 250) .. "." ..
    (math.floor(number / 22500) % 250) .. "." .. (1 + number % 250)
end

local function get(page)
  return "GET " .. page .. " HTTP/1.1\r\nHost: " .. host .. "\r\nX-Forwarded-For: " .. address() .. "\r\n\r\n"
end

function request()
  if only then
    used = used + 1
    return get(only)
  end
  if page ~= "" then
    return get(page)
  end
  used = used + 1
  local code = codes[used]
  if not code then
    exhausted, idle = 1, true
    wrk.thread:stop()
    return get("/health/live")
  end
  sent = now()
  return "POST /check HTTP/1.1\r\nHost: " .. host .. "\r\nX-Forwarded-For: " .. address() ..
    "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " .. (#code + 5) .. "\r\n\r\ncode=" .. code
end

function response(status, headers, body)
  if idle then return end
  if only then
    if status == 200 then shown = shown + 1 else wrong = wrong + 1 end
    return
  end
  local at = now()
  if page ~= "" then
    local reference = string.sub(page, 8)
    if status ~= 200 then wrong = wrong + 1 end
    -- Counted from the moment it was due: a check that waits for the previous one is waiting too.
    local from = sent
    if gap > 0 then from = math.min(sent, due) end
    answers[#answers + 1] = string.format("%s %.0f %.0f", reference, post_us, at - from)
    page = ""
  elseif status == 303 then
    page, post_us = headers["location"], at - sent
  else
    wrong = wrong + 1
  end
end

-- Writes the answers of a thread to its file.
local function write(thread, all)
  for _, line in ipairs(thread:get("answers")) do all:write(line, "\n") end
  local page = thread:get("page")
  -- Answered, but the run ended before its page arrived.
  if page ~= "" then all:write(string.format("%s %.0f -\n", string.sub(page, 8), thread:get("post_us"))) end
end

function done(summary, latency, requests)
  local all, shown, wrong, exhausted = nil, 0, 0, 0
  for _, thread in ipairs(threads) do
    if not thread:get("only") then
      all = all or io.open(thread:get("folder") .. "/answers", "w")
      write(thread, all)
      exhausted = exhausted + thread:get("exhausted")
    end
    shown, wrong = shown + thread:get("shown"), wrong + thread:get("wrong")
  end
  if all then all:close() end
  local errors = summary.errors
  print(string.format('{"seconds":%.3f,"shown":%d,"wrong":%d,"exhausted":%d,"socket_errors":%d,"timeouts":%d}',
    summary.duration / 1e6, shown, wrong, exhausted, errors.connect + errors.read + errors.write, errors.timeout))
end
