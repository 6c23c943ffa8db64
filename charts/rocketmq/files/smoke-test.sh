# Sends a message of its own and reads it back. mqadmin ends with 0 even when it fails, so only its words count.
mqadmin() {
  in_time || return
  java -Xms64m -Xmx256m -XX:-UsePerfData -Duser.home=/home/rocketmq -Drocketmq.client.logUseSlf4j=true \
    "-Drmq.logback.configurationFile=$ROCKETMQ_HOME/conf/rmq.tools.logback.xml" -cp "$CLASS_PATH" \
    org.apache.rocketmq.tools.command.MQAdminStartup "$@" -n "$NAMESRV_ADDR" >> /tmp/answer 2>> /tmp/errors
}
in_time() { [ "$(date +%s)" -lt "$deadline" ]; }
topic=rmq-smoke-test
body="smoke-$POD_UID"
message=
deadline=$(($(date +%s) + TIMEOUT))
while in_time; do
  : > /tmp/answer
  : > /tmp/errors
  if [ -z "$message" ]; then
    mqadmin updateTopic -c "$CLUSTER_NAME" -t "$topic" -r 1 -w 1
    mqadmin sendMessage -t "$topic" -k "$body" -p "$body"
    message=$(awk '$3 == "SEND_OK" { print $4 }' /tmp/answer)
    [ -n "$message" ] && echo "SEND_OK $message"
  fi
  if [ -n "$message" ]; then
    mqadmin queryMsgByUniqueKey -t "$topic" -i "$message"
    read_back=$(cat "/tmp/rocketmq/msgbodys/$message" 2> /dev/null)
    [ "$read_back" = "$body" ] && echo "read back $message: $read_back" && exit 0
  fi
  sleep 3
done
if [ -n "$message" ]; then echo "FAILED: $message was sent, but not read back"; else echo "FAILED: no message was taken"; fi
grep -hv -e '^[[:space:]]*at ' -e '^[[:space:]]*\.\.\. ' /tmp/answer /tmp/errors
exit 1
