-- Generic cell rate algorithm over several limits: all let it pass, or none counts it.
-- KEYS one for each limit
-- ARGV for each limit: time between two, µs; burst
-- Answers for each limit: whether it passes, how many more would, µs until all would, µs to wait.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local passes, nexts = true, {}
local answer = {}
for i = 1, #KEYS do
  local between, burst = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local due = math.max(tonumber(redis.call('GET', KEYS[i]) or '0'), now)
  local following = due + between
  local wait = following - burst * between - now
  if wait > 0 then
    passes = false
    answer[i] = {0, 0, due - now, wait}
  else
    answer[i] = {1, math.floor(-wait / between), following - now, 0}
  end
  nexts[i] = following
end
if passes then
  for i = 1, #KEYS do
    local lasts = math.ceil((nexts[i] - now) / 1000)
    redis.call('SET', KEYS[i], string.format('%.0f', nexts[i]), 'PX', lasts)
  end
end
return answer
