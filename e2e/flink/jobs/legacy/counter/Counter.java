package testjobs;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.DiscardingSink;
import org.apache.flink.streaming.api.functions.source.RichParallelSourceFunction;
import org.apache.flink.util.Collector;

/** The same job with the interfaces of Flink 1.13 and 1.16. */
public final class Counter {
    /** Years of records, and yet every number of one is exact in JSON. */
    private static final long ENDLESS = 1L << 52;

    public static void main(String[] args) throws Exception {
        Arguments arguments = new Arguments(args);
        if (arguments.has("throw-in-main")) throw new IllegalStateException("asked to fail by --throw-in-main");
        if (arguments.has("no-job")) return;

        long keys = arguments.get("keys", 4);
        String uid = arguments.get("uid", "count");
        Numbers numbers = new Numbers(arguments.get("count", ENDLESS), arguments.get("rps", 20));

        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.addSource(numbers, "numbers", Types.LONG).uid("numbers")
                .keyBy(number -> number % keys, Types.LONG)
                .process(new CountByKey(uid, arguments)).uid(uid).name("count").returns(Types.LONG)
                .addSink(new DiscardingSink<>()).uid("sink").name("discard");
        env.execute("counter");
    }

    /** Each subtask makes every n-th number; restored at another parallelism it starts again from 0. */
    private static final class Numbers extends RichParallelSourceFunction<Long> implements CheckpointedFunction {
        private final long end;
        private final long perSecond;
        private volatile boolean isRunning = true;
        private transient ListState<Long> state;
        private transient long next;

        Numbers(long end, long perSecond) {
            this.end = end;
            this.perSecond = perSecond;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            state = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("next", Types.LONG));
            next = getRuntimeContext().getIndexOfThisSubtask();
            for (long restored : state.get()) next = restored;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            state.clear();
            state.add(next);
        }

        @Override
        public void run(SourceContext<Long> context) throws Exception {
            int subtasks = getRuntimeContext().getNumberOfParallelSubtasks();
            while (isRunning && next < end) {
                synchronized (context.getCheckpointLock()) {
                    context.collect(next);
                    next += subtasks;
                }
                Thread.sleep(1000L * subtasks / perSecond);
            }
        }

        @Override
        public void cancel() {
            isRunning = false;
        }
    }

    private static final class CountByKey extends KeyedProcessFunction<Long, Long, Long>
            implements CheckpointedFunction {
        private final String uid;
        private final String journalPath;
        private final String failFile;
        private final String checkpointDelayFile;
        private transient ValueState<Long> state;
        private transient Count count;

        CountByKey(String uid, Arguments arguments) {
            this.uid = uid;
            journalPath = arguments.get("journal", null);
            failFile = arguments.get("fail-file", null);
            checkpointDelayFile = arguments.get("checkpoint-delay-file", null);
        }

        @Override
        public void open(Configuration configuration) throws Exception {
            state = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
            RuntimeContext context = getRuntimeContext();
            Journal journal = new Journal(
                    journalPath,
                    context.getJobId().toHexString(),
                    uid,
                    context.getIndexOfThisSubtask(),
                    context.getAttemptNumber());
            count = new Count(journal, failFile);
        }

        @Override
        public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
            state.update(count.next(context.getCurrentKey(), number, state.value()));
            out.collect(number);
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            Count.delaySnapshot(checkpointDelayFile);
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {}

        @Override
        public void close() throws Exception {
            if (count != null) count.close();
        }
    }
}
